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
plan tests => scalar @files;
for my $file (@files) {
    my $complaint = `$clang_format --dry-run -Werror "$file" 2>&1`;
    ok($? == 0, $file) or diag("make format mends it:\n", join '', (split /^/, $complaint)[0 .. 2]);
}
