#!/usr/bin/perl
# scripts/deps: silent when nothing is missing, asks for exactly what is, and says what it runs.
# The machines it meets are made of a PATH with the tools it needs and stand-ins for the rest.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $real_path = $ENV{PATH};
my $root      = getcwd;
delete @ENV{qw(DEPS CC CPPFLAGS MAKEFLAGS MFLAGS)};

my ($output, $code) = deps(complete());
is($output, '', 'nothing missing: not a word');
is($code, 0, 'nothing missing: success');

my %missing = (machine => complete(without => ['pkg-config']));
($output, $code) = deps($missing{machine}, id => 1000);
like($output, qr/neither root nor sudo.*have these packages installed:.*pkg-config/,
    'neither root nor sudo: the packages to ask for are named');
is($code, 2, 'neither root nor sudo: exit 2');

($output, $code) = deps($missing{machine}, id => 0);
like($output, qr/^stasim: missing here: pkg-config$/m, 'root: says what is missing');
like($output, qr/^stasim: running: env .*apt-get .*install .* pkg-config$/m, 'and what it runs');
like($output, qr/^apt-get was run: .*install.* pkg-config$/m, 'and runs it, for this package only');
like($output, qr/still missing after the installation: pkg-config/, 'and looks whether it helped');
is($code, 2, 'an installation that did not help is no success');

($output, $code) = deps($missing{machine}, id => 0, env => 'DEPS=skip');
is("$output$code", '0', 'DEPS=skip: nothing is said or done');

my $bare = complete(without => [qw(cc pkg-config prove)]);
($output, $code) = deps($bare, id => 1000);
like($output, qr/installed:.*\bgcc\b.*\bperl\b.*\blibjansson-dev\b.*\blibpcre2-dev\b/,
    'without compiler and pkg-config, what they would have looked for is asked for too');

($output, $code) = deps(complete(without => ['cc']), id => 0, env => 'CC=gcc-99');
like($output, qr/'gcc-99' is missing, and its package is not known/, 'no package is guessed');
is($code, 2, 'an unknown package: exit 2');

($output, $code) = deps(complete(), argument => '--devel');
is($code, 2, 'an unknown argument: exit 2');

($output, $code) = deps(complete(without => ['node']), id => 1000, argument => '--clients');
like($output, qr/installed:.*\bnodejs\b.*\bnpm\b/, 'the clients need Node.js and npm');
($output, $code) = deps(complete(), id => 1000, argument => '--browser');
like($output, qr/installed:.*\bchromium\b/, 'the page needs Chromium');
is(`DEPS=skip scripts/clients /nowhere 2>&1` . $?, '0', 'DEPS=skip: nor are they installed');

my ($modules) = `cat Makefile` =~ /^SIM_MODULES := (.*)/m;
my ($more)    = `cat Makefile` =~ /^CLI_MODULES := *(.*)/m;
my $table     = `cat scripts/deps`;
like($table, qr/^\Q$_\E .*-dev/m, "the package of $_ is known") for split ' ', "$modules $more";
done_testing();

# A directory to be the whole PATH: everything deps uses, linked to where it really is, and a
# package manager that only says what it was asked.
sub complete {
    my (%how) = @_;
    my $directory = tempdir(CLEANUP => 1);
    my %absent = map { $_ => 1 } @{ $how{without} || [] };
    for my $tool (qw(sh env dirname sed grep head awk find cc make pkg-config prove python3)) {
        next if $absent{$tool};
        my ($found) = grep { -x } map { "$_/$tool" } split /:/, $real_path;
        symlink $found, "$directory/$tool" if $found;
    }
    stand_in("$directory/apt-get", 'echo "apt-get was run: $*"');
    return $directory;
}

# Runs deps there as the user `id`; returns what it says on both streams, and its exit code.
sub deps {
    my ($directory, %how) = @_;
    stand_in("$directory/id", 'echo ' . ($how{id} // 0));
    my ($environment, $argument) = ($how{env} // '', $how{argument} // '');
    my $said = `PATH='$directory' /usr/bin/env $environment '$root/scripts/deps' $argument 2>&1`;
    return ($said, $? >> 8);
}

sub stand_in {
    my ($path, $command) = @_;
    open my $file, '>', $path or die "$path: $!";
    print $file "#!/bin/sh\n$command\n";
    close $file;
    chmod 0755, $path;
}
