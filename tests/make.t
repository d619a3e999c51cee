#!/usr/bin/perl
# The Makefile, on a small project of the same shape in a path with a space in it: what a change
# rebuilds, what an absent part leaves standing, and what `make install` puts where.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;

my $root = getcwd;
my $said; # the output of the last make
delete @ENV{grep { !/^(PATH|HOME|TMPDIR|LANG)$/ } keys %ENV};
$ENV{DEPS} = 'skip';
my $project = tempdir(CLEANUP => 1) . '/a project';
make_path(map { "$project/$_" } qw(sim/base sim/world cli tests scripts));
system('cp', "$root/Makefile", $project) == 0 or die 'no Makefile';
system('cp', (map { "$root/scripts/$_" } qw(deps clients bench)), "$project/scripts") == 0
    or die 'no scripts/deps, scripts/clients or scripts/bench';
chdir $project or die "$project: $!";

put('sim/base/one.h', "int one(void);\n");
put('sim/base/one.c', "#include \"sim/base/one.h\"\nint one(void) {\n    return 1;\n}\n");
put('sim/world/two.c', "int two(void);\nint two(void) {\n    return 2;\n}\n");
put('tests/test_one.c', qq{#include "sim/base/one.h"\n#include <stdio.h>
int main(void) {\n    printf("%sok 1 - one\\n1..1\\n", one() == 1 ? "" : "not ");\n    return 0;\n}\n});

is(make(''), 0, 'without cli/main.c the library is built');
ok(-e 'build/libstasim.a' && !-e 'build/stasim', 'and no program');
is(compiled(''), '', 'a second make compiles nothing');

put('cli/main.c', "#include \"sim/base/one.h\"\nint main(void) {\n    return one() - 1;\n}\n");
is(compiled(''), 'cli/main.c', 'a new source is found by itself');
is(system('build/stasim'), 0, 'and the program runs');

age();
put('sim/base/one.h', "int one(void); /* changed */\n");
is(compiled(''), 'cli/main.c sim/base/one.c', 'a header rebuilds those who include it');
like(compiled("CFLAGS='-O1 -g'"), qr/sim\/world\/two.c/, 'other flags rebuild everything');
is(compiled("CFLAGS='-O1 -g'"), '', 'the same flags again nothing');

unlink 'sim/world/two.c';
make('');
is(`ar t build/libstasim.a`, "one.o\n", 'a source taken away leaves the library');

is(make('check'), 0, 'make check passes where the tests do');
like(said(), qr/^Result: PASS\s*\z/m, 'and closes with the summary');
put('sim/base/one.c', "#include \"sim/base/one.h\"\nint one(void) {\n    return 3;\n}\n");
isnt(make('check'), 0, 'make check fails where a test does');
put('sim/base/one.c', "int one(void) {\n    int unused;\n    return 1;\n}\n");
is(make(''), 0, 'a warning is no error for users');
isnt(make('WERROR=1'), 0, 'but is with WERROR=1');
put('sim/base/one.c', "#include \"sim/base/one.h\"\nint one(void) {\n    return 1;\n}\n");

is(make('install PREFIX=/usr DESTDIR="a stage"'), 0, 'make install');
ok(-x 'a stage/usr/bin/stasim', 'installs the program');
ok(!-e 'a stage/usr/lib/libstasim.a', 'and no library that has no header');
put('include/stasim.h', "int stasim(void);\n");
make('install PREFIX=/usr DESTDIR="a stage"');
is_deeply([grep { !-e "a stage/usr/$_" } qw(lib/libstasim.a include/stasim.h)], [],
    'with a header also the library');
like(`PKG_CONFIG_PATH='a stage/usr/lib/pkgconfig' pkg-config --static --libs stasim`,
    qr/-lstasim.*-ljansson/, 'whose pkg-config file works');

$ENV{HOME} = "$project/a home";
is(make('install PREFIX="$HOME/.local"'), 0, 'make install PREFIX=');
ok(-x "$ENV{HOME}/.local/bin/stasim", 'installs elsewhere, also where a blank is in the path');

my $main = "int main(void) {\n    %s\n    puts(\"ok 1\\n1..1\");\n    return 0;\n}\n";
my %faulty = (
    leak      => 'for (int i = 0; i < 100; i++) *(volatile char *)malloc(9) = 1;',
    overrun   => 'volatile char *room = malloc(9); room[9] = 1; free((void *)room);',
    undefined => 'volatile int most = 2147483647; most++;',
);
for my $fault (sort keys %faulty) {
    put('tests/test_faulty.c',
        "#include <stdio.h>\n#include <stdlib.h>\n" . sprintf $main, $faulty{$fault});
    is(make('check'), 0, "a test with a fault ($fault) may pass");
    isnt(make('asan'), 0, 'but not under make asan');
}
unlink 'tests/test_faulty.c';
is(make('asan'), 0, 'make asan passes where there is no fault');

my $told = "#include <stdio.h>\nint main(int count, char **words) {\n    while (*words) printf(\" %%s\", *words++);\n"
    . "    return puts(\"\") < 0 || count < %d;\n}\n";
put("tests/$_.c", sprintf $told, 1) for 'bench_one';
is(make('bench'), 0, 'make bench runs');
like(said(), qr/^machine .*bench_one$/ms, 'what there is, and names the machine');
put("tests/$_.c", sprintf $told, 3) for 'test_crowd', 'test_soak';
put('tests/load.c', "extern int nothing;\n");
is(make('soak'), 0, 'make soak wears a server out');
like(said(), qr{test_crowd 1000 10000\n.*test_soak 900 1$}ms, 'for a quarter of an hour');
is(make('soak SOAK_SECONDS=60 SOAK_SEED=7'), 0, 'or for less');
like(said(), qr{test_soak 60 7$}m, 'with a seed');
unlink map { "tests/$_.c" } qw(bench_one test_crowd test_soak load);

SKIP: {
    skip 'gcovr is not here', 2 if system 'gcovr --version >/dev/null 2>&1';
    is(make('coverage'), 0, 'make coverage');
    like(said(), qr/^lines: /m, 'says how much the tests reach') or diag(said());
}
is(make('help'), 0, 'make help');
is_deeply([sort $said =~ /^  make (\w+) /mg], [sort `cat Makefile` =~ /^(\w+):.*?## /mg], 'lists the targets');

isnt(make('BUILD=.'), 0, 'BUILD=. is refused');
isnt(make("BUILD='a b'"), 0, 'a BUILD of two words is refused');
is(make('clean'), 0, 'make clean');
ok(!-e 'build' && -e 'sim/base/one.c', 'removes what was built, and nothing else');
chdir $root;
done_testing();

sub said {
    return $said;
}

sub make {
    my ($arguments) = @_;
    $said = `make $arguments 2>&1`;
    return $?;
}

# The sources that make compiles now, sorted.
sub compiled {
    my ($arguments) = @_;
    make($arguments);
    return join ' ', sort $said =~ /^  CC +(\S+)/mg;
}

sub put {
    my ($path, $text) = @_;
    make_path($1) if $path =~ m{^(.*)/};
    open my $file, '>', $path or die "$path: $!";
    print $file $text;
    close $file;
}

# As if everything below had been made a minute ago: clocks of file systems are coarse.
sub age {
    my $then = time - 60;
    utime $then, $then, $_ for split /\n/, `find . -type f`;
}
