/* The resources that are no calls: the server itself, devices, mailboxes, sounds, endpoints; as
 * recorded on an idle server and a busy one, and the errors that are documented. */
#include "tests/ari_world.h"

static const struct phone PHONES[] = {{"PJSIP/alice", PHONE_ANSWERS, 0},
                                      {"SIP/bob", PHONE_BUSY, 0}};

static struct ari_world world;

static void begin(bool furnished) {
    memset(&world, 0, sizeof world);
    if (furnished) {
        give_sounds(&world);
        world.dialplan.phones = PHONES;
        world.dialplan.phones_count = sizeof PHONES / sizeof PHONES[0];
    }
    ari_world_begin(&world, "[in]\nexten => 100,1,Answer()\n same => n,Wait(9)\n", 0);
}

/* The keys in their order, whatever the values are. */
static void test_info(void) {
    static const char status[] =
        "'status':{'startup_time':'2026-01-01T00:00:00.000+0000','last_reload_time':"
        "'2026-01-01T00:00:00.000+0000'}";
    static const char system[] =
        "'system':{'version':'23.0.0-stasim','entity_id':'02:fc:00:00:00:01'}";
    char text[1024];
    begin(true);
    pass(&world, SECOND);
    snprintf(text, sizeof text,
             "200 OK {'build':{'os':'Linux','kernel':'6.1.0','machine':'x86_64','options':"
             "'OPTIONAL_API','date':'2026-01-01 00:00:00 UTC','user':'root'},%s,'config':{'name':"
             "'','default_language':'en','setid':{'user':'','group':''}},%s}",
             system, status);
    expect(&world, "GET /ari/asterisk/info", text);
    snprintf(text, sizeof text, "200 OK {%s,%s}", system, status);
    expect(&world, "GET /ari/asterisk/info?only=status,system", text);
    expect(&world, "GET /ari/asterisk/info?only=bogus", "200 OK {}");
    expect(&world, "GET /ari/asterisk/ping",
           "200 OK {'ping':'pong','timestamp':'2026-01-01T00:00:01.000+0000','asterisk_id':"
           "'02:fc:00:00:00:01'}");
    expect(&world, "GET /ari/asterisk/variable?variable=X", "200 OK {'value':''}");
    expect(&world, "GET /ari/asterisk/variable",
           "400 Bad Request {'message':'Variable name is required'}");
    expect(&world, "POST /ari/asterisk/variable?variable=X&value=2", "204 No Content");
    expect(&world, "GET /ari/asterisk/variable?variable=X", "200 OK {'value':'2'}");
    ari_world_end(&world);
}

static void test_modules(void) {
    static const char missing[] =
        "404 Not Found {'message':'Module could not be found in running modules'}";
    begin(true);
    expect(&world, "GET /ari/asterisk/modules/res_ari.so",
           "200 OK {'name':'res_ari.so','description':'ARI','use_count':13,'status':'Running',"
           "'support_level':'core'}");
    expect(&world, "GET /ari/asterisk/modules/none.so", missing);
    expect(&world, "DELETE /ari/asterisk/modules/none.so", missing);
    expect(&world, "PUT /ari/asterisk/modules/none.so", missing);
    expect(&world, "PUT /ari/asterisk/modules/res_ari.so", "204 No Content");
    expect(&world, "DELETE /ari/asterisk/modules/res_ari.so",
           "409 Conflict {'message':'Module could not be unloaded'}");
    expect(&world, "POST /ari/asterisk/modules/res_ari.so",
           "409 Conflict {'message':'Module could not be loaded'}");
    expect(&world, "DELETE /ari/asterisk/modules/app_stasis_broadcast.so", "204 No Content");
    expect(&world, "GET /ari/asterisk/modules/app_stasis_broadcast.so", missing);
    expect(&world, "PUT /ari/asterisk/modules/app_stasis_broadcast.so", missing);
    ask(&world, "GET /ari/asterisk/modules");
    ok(strstr(world.body, quoted("{'name':'res_stasis_broadcast.so',")) != NULL &&
           !strstr(world.body, "app_stasis_broadcast.so"),
       "what is not loaded is not listed");
    ari_world_end(&world);
}

static void test_logging(void) {
    static const char console[] = "{'channel':'','type':'Console','status':'Enabled',"
                                  "'configuration':'NOTICE WARNING ERROR VERBOSE '}";
    static const char file[] =
        "{'channel':'/var/log/asterisk/full','type':'File','status':'Enabled',"
        "'configuration':'DEBUG NOTICE WARNING ERROR VERBOSE '}";
    static const char missing[] = "404 Not Found {'message':'Log channel does not exist'}";
    char text[1024];
    begin(true);
    snprintf(text, sizeof text, "200 OK [%s,%s]", console, file);
    expect(&world, "GET /ari/asterisk/logging", text);
    expect(&world, "POST /ari/asterisk/logging/mine?configuration=notice,WARNING",
           "204 No Content");
    expect(&world, "POST /ari/asterisk/logging/mine?configuration=notice",
           "409 Conflict {'message':'Log channel already exists'}");
    expect(&world, "POST /ari/asterisk/logging/other",
           "400 Bad Request {'message':'configuration must be a list of levels'}");
    expect(&world, "POST /ari/asterisk/logging/other?configuration=shout",
           "400 Bad Request {'message':'configuration must be a list of levels'}");
    snprintf(text, sizeof text,
             "200 OK [%s,%s,{'channel':'/var/log/asterisk/mine','type':'File','status':'Enabled',"
             "'configuration':'NOTICE WARNING '}]",
             console, file);
    expect(&world, "GET /ari/asterisk/logging", text);
    expect(&world, "PUT /ari/asterisk/logging/mine/rotate", "204 No Content");
    expect(&world, "PUT /ari/asterisk/logging/none/rotate", missing);
    expect(&world, "DELETE /ari/asterisk/logging/%2Fvar%2Flog%2Fasterisk%2Fmine", "204 No Content");
    expect(&world, "DELETE /ari/asterisk/logging/mine", missing);
    ari_world_end(&world);
}

static void test_devices(void) {
    begin(true);
    struct ari_client *watch = connect_app(&world, "watch", true);
    struct ari_client *ivr = connect_app(&world, "ivr-1", false);
    expect(&world, "GET /ari/deviceStates", "200 OK []");
    expect(&world, "GET /ari/deviceStates/Stasis:x",
           "200 OK {'name':'Stasis:x','state':'UNKNOWN'}");
    expect(&world, "PUT /ari/deviceStates/Stasis:dev1?deviceState=INUSE", "204 No Content");
    is_str(watch->frames,
           quoted("{'type':'DeviceStateChanged','application':'watch','timestamp':"
                  "'2026-01-01T00:00:00.000+0000','device_state':{'name':'Stasis:dev1','state':"
                  "'INUSE'},'asterisk_id':'02:fc:00:00:00:01'}\n"),
           "who watches everything is told");
    expect(&world, "POST /ari/applications/ivr-1/subscription?eventSource=deviceState:Stasis:dev1",
           "200 OK {'name':'ivr-1','channel_ids':[],'bridge_ids':[],'endpoint_ids':[],"
           "'device_names':['Stasis:dev1'],'events_allowed':[],'events_disallowed':[]}");
    expect(&world, "GET /ari/deviceStates", "200 OK [{'name':'Stasis:dev1','state':'INUSE'}]");
    expect(&world, "GET /ari/deviceStates/Stasis:dev1",
           "200 OK {'name':'Stasis:dev1','state':'INUSE'}");
    is_str(ivr->frames, "", "nobody else was");
    expect(&world, "PUT /ari/deviceStates/Stasis:dev1?deviceState=RINGING", "204 No Content");
    ok(strstr(ivr->frames, quoted("'state':'RINGING'")) != NULL, "a subscriber is told");
    expect(&world, "PUT /ari/deviceStates/Stasis:dev2?deviceState=RINGING", "204 No Content");
    ok(!strstr(ivr->frames, "dev2"), "of its device alone");
    ivr->frames[0] = '\0';
    expect(&world, "PUT /ari/deviceStates/Stasis:dev1?deviceState=NONSENSE",
           "400 Bad Request {'message':'deviceState must be one of the states of devices'}");
    expect(&world, "PUT /ari/deviceStates/Stasis:dev1?deviceState=UNKNOWN",
           "400 Bad Request {'message':'deviceState must be one of the states of devices'}");
    expect(&world, "PUT /ari/deviceStates/Stasis:dev1",
           "400 Bad Request {'message':'deviceState must be one of the states of devices'}");
    ask(&world, "PUT /ari/deviceStates/PJSIP:x?deviceState=INUSE");
    is_int(world.status, 409, "other devices are not for clients to set");
    expect(&world, "DELETE /ari/deviceStates/Stasis:dev1", "204 No Content");
    is_str(ivr->frames, "", "its end is not told");
    expect(&world, "DELETE /ari/deviceStates/Stasis:dev1",
           "404 Not Found {'message':'Device not found'}");
    ask(&world, "DELETE /ari/deviceStates/PJSIP:x");
    is_int(world.status, 409, "nor to delete");
    ari_world_end(&world);
}

static void test_mailboxes(void) {
    static const char missing[] = "404 Not Found {'message':'Mailbox is does not exist'}";
    static const char bad[] =
        "400 Bad Request {'message':'oldMessages and newMessages must be counts of messages'}";
    begin(true);
    expect(&world, "GET /ari/mailboxes", "200 OK []");
    expect(&world, "GET /ari/mailboxes/1@default", missing);
    expect(&world, "DELETE /ari/mailboxes/1@default", missing);
    expect(&world, "PUT /ari/mailboxes/1@default?oldMessages=2", bad);
    expect(&world, "PUT /ari/mailboxes/1@default?oldMessages=2&newMessages=-1", bad);
    expect(&world, "PUT /ari/mailboxes/1@default?oldMessages=2&newMessages=3", "204 No Content");
    expect(&world, "GET /ari/mailboxes/1@default",
           "200 OK {'name':'1@default','old_messages':2,'new_messages':3}");
    expect(&world, "PUT /ari/mailboxes/1@default?oldMessages=5&newMessages=0", "204 No Content");
    expect(&world, "GET /ari/mailboxes",
           "200 OK [{'name':'1@default','old_messages':5,'new_messages':0}]");
    expect(&world, "DELETE /ari/mailboxes/1@default", "204 No Content");
    expect(&world, "GET /ari/mailboxes", "200 OK []");
    ari_world_end(&world);
}

static void test_sounds(void) {
#define SOUND(id) "{'id':'" id "','formats':[{'language':'en','format':'slin'}]}"
#define SOUNDS "[" SOUND("oracle-beep") "," SOUND("oracle-long") "," SOUND("beep") "]"
    begin(true);
    expect(&world, "GET /ari/sounds", "200 OK " SOUNDS);
    expect(&world, "GET /ari/sounds?lang=en&format=slin", "200 OK " SOUNDS);
    expect(&world, "GET /ari/sounds?lang=sv", "200 OK []");
    expect(&world, "GET /ari/sounds?format=gsm", "200 OK []");
    expect(&world, "GET /ari/sounds/oracle-beep", "200 OK " SOUND("oracle-beep"));
    expect(&world, "GET /ari/sounds/hello-world", "404 Not Found {'message':'Sound not found'}");
    ari_world_end(&world);
    begin(false);
    expect(&world, "GET /ari/sounds", "200 OK []");
    expect(&world, "GET /ari/sounds/hello-world", "200 OK " SOUND("hello-world"));
    ari_world_end(&world);
}

static void test_endpoints(void) {
    static const char no_technology[] =
        "404 Not Found {'message':'No Endpoints found - invalid tech Local'}";
    static const char missing[] = "404 Not Found {'message':'Endpoint not found'}";
#define ALICE(ids)                                                                                 \
    "{'technology':'PJSIP','resource':'alice','state':'online','channel_ids':[" ids "]}"
#define BOB "{'technology':'SIP','resource':'bob','state':'online','channel_ids':[]}"
    begin(false);
    expect(&world, "GET /ari/endpoints", "200 OK []");
    expect(&world, "GET /ari/endpoints/Local", no_technology);
    expect(&world, "GET /ari/endpoints/Local/x", missing);
    ari_world_end(&world);
    begin(true);
    expect(&world, "GET /ari/endpoints", "200 OK [" ALICE("") "," BOB "]");
    expect(&world, "GET /ari/endpoints/Local", no_technology);
    expect(&world, "GET /ari/endpoints/PJSIP", "200 OK [" ALICE("") "]");
    expect(&world, "GET /ari/endpoints/SIP", "200 OK [" BOB "]");
    expect(&world, "GET /ari/endpoints/PJSIP/bob", missing);
    ask(&world, "POST /ari/channels/x1?endpoint=PJSIP/alice&extension=100&context=in");
    is_int(world.status, 200, "a phone is called");
    expect(&world, "GET /ari/endpoints/PJSIP/alice", "200 OK " ALICE("'x1'"));
    ari_world_end(&world);
}

/* A phone takes what it is told, and says nothing. */
static void test_messages(void) {
    static const char unknown[] = "404 Not Found {'message':'Endpoint not found'}";
    static const char no_uri[] =
        "400 Bad Request {'message':'to must be a URI such as pjsip:alice'}";
    static const char no_sender[] = "400 Bad Request {'message':'Missing parameter from'}";
    begin(true);
    struct ari_client *watch = connect_app(&world, "watch", true);
    expect(&world, "PUT /ari/endpoints/PJSIP/alice/sendMessage?from=me&body=hi", "204 No Content");
    expect(&world, "PUT /ari/endpoints/PJSIP/bob/sendMessage?from=me", unknown);
    expect(&world, "PUT /ari/endpoints/PJSIP/alice/sendMessage", no_sender);
    expect(&world, "PUT /ari/endpoints/sendMessage?to=pjsip:alice&from=me", "204 No Content");
    expect(&world, "PUT /ari/endpoints/sendMessage?to=pjsip:bob&from=me", unknown);
    expect(&world, "PUT /ari/endpoints/sendMessage?to=pj:alice&from=me", unknown);
    expect(&world, "PUT /ari/endpoints/sendMessage?to=alice&from=me", no_uri);
    expect(&world, "PUT /ari/endpoints/sendMessage?to=:alice&from=me", no_uri);
    expect(&world, "PUT /ari/endpoints/sendMessage?from=me",
           "400 Bad Request {'message':'Missing parameter to'}");
    expect(&world, "PUT /ari/endpoints/sendMessage?to=pjsip:alice", no_sender);
    expect(&world, "POST /ari/endpoints/refer?to=SIP:bob&from=me&refer_to=sip:x", "204 No Content");
    expect(&world, "POST /ari/endpoints/refer?to=SIP:bob&from=me",
           "400 Bad Request {'message':'Missing parameter refer_to'}");
    expect(&world, "POST /ari/endpoints/SIP/bob/refer?from=me&refer_to=sip:x", "204 No Content");
    expect(&world, "POST /ari/endpoints/SIP/carol/refer?from=me&refer_to=sip:x", unknown);
    is_str(watch->frames, "", "nobody hears of it");
    ari_world_end(&world);
}

int main(void) {
    test_info();
    test_modules();
    test_logging();
    test_devices();
    test_mailboxes();
    test_sounds();
    test_endpoints();
    test_messages();
    return done_testing();
}
