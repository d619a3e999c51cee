#!/usr/bin/perl
# What `make dist` packs builds and passes tests elsewhere. What `make install` leaves of it is
# enough: the example is built against the installed header and library alone, as pkg-config says,
# and runs. Nothing else of the library can be seen. `make deb` packs the same.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $said; # the output of the last command
my $cc = $ENV{CC} || 'cc';
delete @ENV{qw(BUILD SANITIZE CFLAGS MAKEFLAGS MAKEOVERRIDES MFLAGS MAKELEVEL)};
$ENV{DEPS} = 'skip';
my $temp  = tempdir(CLEANUP => 1);
my $stage = "$temp/stage";
my $root  = getcwd;
my $make  = "make BUILD=$temp/build CFLAGS=-O0";

SKIP: {
    skip 'without a repository there is nothing to pack', 2 if run('git rev-parse --git-dir');
    is(run("make BUILD=$temp dist && cd $temp && tar -xzf stasim-*.tar.gz"), 0, 'make dist')
        or BAIL_OUT("make dist failed:\n" . said());
    ($root) = grep { -d } glob "$temp/stasim-*";
    chdir $root or die "$root: $!";
    is(run("$make check TESTS='tests/scenarios.t tests/rules.t tests/cli_usage.t'"), 0,
        'packs what passes tests elsewhere') or diag(said());
}

is(run("$make install DESTDIR=$stage PREFIX=/usr"), 0, 'make install')
    or BAIL_OUT("make install failed:\n" . said());
my $share = "$stage/usr/share";
is_deeply([grep { !-s "$stage/usr/$_" }
        qw(bin/stasim include/stasim.h lib/libstasim.a lib/pkgconfig/stasim.pc)],
    [], 'puts the program, the header, the library and its pkg-config file in place');
is_deeply([grep { !-s "$share/$_" } qw(man/man1/stasim.1 doc/stasim/README.md doc/stasim/cli/COMMANDS.md
        doc/stasim/cli/server/CONTROL.md doc/stasim/scenarios/README.md doc/stasim/sim/RULES.md
        doc/stasim/CHANGELOG.md bash-completion/completions/stasim zsh/site-functions/_stasim)],
    [], 'and the man page, the documents and what shells complete');

my $scenarios = "$share/stasim/scenarios";
is_deeply([grep { !-s "$scenarios/$_" } map { s{^scenarios/}{}r } glob 'scenarios/*.json scenarios/*/*'],
    [], 'and all scenarios with their schemas');
is(run("cd / && $stage/usr/bin/stasim demo"), 0, 'so that the installed program has a race to show');
like(said(), qr{ expectations in \Q$scenarios\E/demo/.* hold\.}, 'its own');
is(run("cd / && $stage/usr/bin/stasim lint $scenarios"), 0, 'and sound ones to run') or diag(said());

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

SKIP: {
    skip 'dpkg-shlibdeps is not here', 5 if run('dpkg-shlibdeps --version');
    is(run("$make deb"), 0, 'make deb') or diag(said());
    my ($package) = glob "$temp/build/stasim_*.deb";
    like(join(' ', lines("dpkg-deb -f $package Depends")),
        qr/^libc6 .*\blibjansson4 .*\blibpcre2-8-0 .*\blibwebsockets\d+ /, 'says what it needs');
    run("dpkg-deb -R $package $temp/deb && cd $temp/deb && md5sum --quiet -c DEBIAN/md5sums");
    is(said(), '', 'holds what it says it holds');
    is_deeply([grep { !-s "$temp/deb/usr/$_" } qw(include/stasim.h share/man/man1/stasim.1.gz
            share/stasim/scenarios/scenario.schema.json share/doc/stasim/copyright
            share/bash-completion/completions/stasim share/zsh/vendor-completions/_stasim)],
        [], 'which is all of it');
    is(run("cd / && $temp/deb/usr/bin/stasim demo"), 0, 'and runs');
}
chdir '/';
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
