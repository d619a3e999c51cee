#!/usr/bin/perl
# What `make install` leaves is enough: the example is built against the installed header and
# library alone, as pkg-config says, and runs. Nothing else of the library can be seen.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $said; # the output of the last command
my $cc = $ENV{CC} || 'cc';
delete @ENV{qw(BUILD SANITIZE CFLAGS MAKEFLAGS MAKEOVERRIDES MFLAGS MAKELEVEL)};
$ENV{DEPS} = 'skip';
my $temp  = tempdir(CLEANUP => 1);
my $stage = "$temp/stage";

is(run("make BUILD=$temp/build CFLAGS=-O0 install DESTDIR=$stage PREFIX=/usr"), 0, 'make install')
    or BAIL_OUT("make install failed:\n" . said());
is_deeply([grep { !-s "$stage/usr/$_" }
        qw(bin/stasim include/stasim.h lib/libstasim.a lib/pkgconfig/stasim.pc)],
    [], 'puts the program, the header, the library and its pkg-config file in place');

my $share = "$stage/usr/share/stasim/scenarios";
is_deeply([grep { !-s "$share/$_" } map { s{^scenarios/}{}r } glob 'scenarios/*.json scenarios/*/*'],
    [], 'and all scenarios with their schemas');
is(run("cd / && $stage/usr/bin/stasim demo"), 0, 'so that the installed program has a race to show');
like(said(), qr{ expectations in \Q$share\E/demo/.* hold\.}, 'its own');
is(run("cd / && $stage/usr/bin/stasim lint $share"), 0, 'and sound ones to run') or diag(said());

my @public = sort map { /^[0-9a-f]+ [A-Z] (\S+)$/ ? $1 : () } lines("nm -g $stage/usr/lib/libstasim.a");
my @declared = sort(do { local @ARGV = "$stage/usr/include/stasim.h"; local $/; <> } =~
        /^STASIM_PUBLIC [^(]*?\b(stasim_\w+)\(/msg);
cmp_ok(scalar @declared, '>', 30, 'the header declares functions');
is_deeply(\@public, \@declared, 'which are all that can be seen of the library');

$ENV{PKG_CONFIG_PATH} = "$stage/usr/lib/pkgconfig";
my $flags = join ' ', lines("pkg-config --define-variable=prefix=$stage/usr --cflags --libs --static stasim");
is(run('pkg-config --exists "stasim >= 0.1"'), 0, 'the pkg-config file has a version');
is(run("cp tests/example.c $temp/example.c && cd $temp && $cc -std=c11 -pedantic -Wall -Wextra "
        . "-Werror -o example example.c $flags"), 0, 'the example is built with it') or diag(said());
is(run("cd $temp && ./example"), 0, 'and runs');
like(said(), qr/^the winner: (sales|support)$/m, 'to a winner');

header_is($cc, "c -std=$_") for 'c99', 'c11';

SKIP: {
    my ($cxx) = grep { !run("$_ --version") } 'c++', 'g++', 'clang++';
    skip 'no C++ compiler is here', 4 unless $cxx;
    header_is($cxx, "c++ -std=$_") for 'c++11', 'c++17';
    open my $source, '>', "$temp/call.cpp" or die;
    print $source "#include <stasim.h>\nint main() { return stasim_version()[0] == '\\0'; }\n";
    close $source;
    is(run("cd $temp && $cxx -o call call.cpp $flags"), 0, 'C++ links with it') or diag(said());
    is(run("$temp/call"), 0, 'and calls it');
}
done_testing();

sub header_is {
    my ($compiler, $language) = @_;
    my $header = "echo '#include <stasim.h>' | $compiler -x $language -pedantic -Wall -Wextra -Wundef "
        . "-Wstrict-overflow -Werror -I$stage/usr/include -fsyntax-only -";
    is(run($header), 0, "the header is $language") or diag(said());
}

sub said {
    return $said;
}

sub run {
    my ($command) = @_;
    $said = `$command 2>&1`;
    return $?;
}

sub lines {
    my ($command) = @_;
    chomp(my @lines = `$command`);
    return @lines;
}
