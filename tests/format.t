#!/usr/bin/perl
# Every C source is written as .clang-format says. Other versions of clang-format than the one the
# project uses lay out some lines differently, so they are no judge.
use strict;
use warnings;
use Test::More;

my $version     = 14;
my $clang_format = $ENV{CLANG_FORMAT} || 'clang-format';

(`$clang_format --version 2>/dev/null` || '') =~ /version $version\./
    or plan skip_all => "clang-format $version is not here";

my @files = split /\n/, `find sim cli include tests -name '*.[ch]' 2>/dev/null | sort`;
plan tests => 1 + @files;

# One run for all of them. Each complaint begins with the file it is about; the source follows.
my (%complaint, $file);
for my $line (`$clang_format --dry-run -Werror @files 2>&1`) {
    $file = $1 if $line =~ /^([^:\s]+):\d+:\d+: /;
    push @{$complaint{$file}}, $line if defined $file;
}
is($? != 0, %complaint != 0, 'clang-format tells why it fails');

for my $file (@files) {
    ok(!$complaint{$file}, $file)
        or diag("make format mends it:\n", @{$complaint{$file}}[0 .. 2]);
}
