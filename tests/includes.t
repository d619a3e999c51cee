#!/usr/bin/perl
# Includes only run downwards: a floor knows those below it, never one above. Also that quoted
# includes are written from the root, and that the floors below JSON and sockets stay below them.
use strict;
use warnings;
use Test::More;

my @floors = qw(base world calls broadcast dialplan ari scenario public cli);
my %height = map { $floors[$_] => $_ } 0 .. $#floors;
# The top floor's rooms; what lies in none of them knows all.
my @rooms = qw(base draft filter dialplan report diagram explore repl server against diff test run);
my %order = ('' => scalar @rooms, map { $rooms[$_] => $_ } 0 .. $#rooms);

my %forbidden_headers = (
    'jansson.h'       => [qw(world calls broadcast)],
    'libwebsockets.h' => [qw(base world calls broadcast dialplan ari scenario public)],
    'sys/socket.h'    => [qw(base world calls broadcast dialplan ari scenario public)],
);

my @files = split /\n/, `find sim cli include -name '*.[ch]' 2>/dev/null | sort`;
cmp_ok(scalar @files, '>', 0, 'there are sources to look at');

my (@homeless, @relative, @upwards, @crossing, @strangers);
for my $file (@files) {
    my $floor = floor_of($file);
    if (!defined $floor || ($floor eq 'cli' && !exists $order{ room_of($file) })) {
        push @homeless, $file;
        next;
    }
    open my $source, '<', $file or die "$file: $!";
    while (my $line = <$source>) {
        my $where = "$file:$.";
        if ($line =~ /^\s*#\s*include\s+"([^"]+)"/) {
            my $target = floor_of($1);
            if (!defined $target || !-e $1) { push @relative, "$where includes $1" }
            elsif ($height{$target} > $height{$floor}) { push @upwards, "$where includes $1" }
            elsif ("$floor $target" eq 'cli cli' && $order{ room_of($1) } > $order{ room_of($file) }) {
                push @crossing, "$where includes $1";
            }
        } elsif ($line =~ /^\s*#\s*include\s+<([^>]+)>/) {
            push @strangers, "$where includes $1"
                if grep { $_ eq $floor } @{ $forbidden_headers{$1} || [] };
        }
    }
    close $source;
}

none(\@homeless, 'every file belongs to a floor, and on the top floor to a room');
none(\@relative, 'quoted includes name an existing file of a floor, from the root');
none(\@upwards, 'no floor includes a higher one');
none(\@crossing, 'no room of the top floor includes one that knows it');
none(\@strangers, 'no floor includes a library it must not know');
done_testing();

# The floor a path belongs to; the public header and what carries it out stand above the scenarios.
sub floor_of {
    my ($path) = @_;
    return 'public' if $path =~ m{^(include/stasim\.h|sim/stasim(_\w+)?\.[ch])$};
    return 'cli' if $path =~ m{^cli/};
    return $1 if $path =~ m{^sim/([^/]+)/} && exists $height{$1};
    return undef;
}

sub room_of {
    my ($path) = @_;
    return $path =~ m{^cli/([^/]+)/} ? $1 : '';
}

sub none {
    my ($breaches, $what) = @_;
    ok(!@$breaches, $what) or diag(map { "  $_\n" } @$breaches);
}
