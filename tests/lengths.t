#!/usr/bin/perl
# No source is longer than 500 lines, tests among them, and no function in C longer than 70, unless a
# comment `/* long: reason */` stands directly above the function or on the first line of the file.
use strict;
use warnings;
use Test::More;

my $file_lines_max     = 500;
my $function_lines_max = 70;
my $excuse             = qr{/\* long: \S};

my %lines_of;
for my $file (split /\n/, `find sim cli include tests -type f 2>/dev/null`) {
    next if $file !~ /\.(?:[cht]|py|js)$/;
    open my $source, '<', $file or die "$file: $!";
    $lines_of{$file} = [<$source>];
    close $source;
}
cmp_ok(scalar keys %lines_of, '>', 0, 'there are sources to measure');

my @long_files;
for my $file (sort keys %lines_of) {
    my $lines = $lines_of{$file};
    next if @$lines <= $file_lines_max || $lines->[0] =~ $excuse;
    push @long_files, "$file has " . @$lines . ' lines';
}
ok(!@long_files, "no file over $file_lines_max lines") or diag(join "\n", @long_files);

SKIP: {
    skip 'universal-ctags is not here', 1
        if (`ctags --version 2>/dev/null` || '') !~ /^Universal Ctags/;
    my ($count, @long_functions) = (0);
    my @in_c = grep { /\.[ch]$/ } sort keys %lines_of;
    for (`ctags --languages=C --langmap=C:.c.h --kinds-C=f --fields=ne -o - @in_c`) {
        my ($name, $file, $first, $last) = /^(\S+)\t(\S+)\t.*\tline:(\d+)\tend:(\d+)/ or next;
        $count++;
        my $length = $last - $first + 1;
        next if $length <= $function_lines_max || comment_above($file, $first) =~ $excuse;
        push @long_functions, "$file:$first: $name has $length lines";
    }
    ok($count && !@long_functions, "no function of $count over $function_lines_max lines")
        or diag(join "\n", @long_functions);
}
done_testing();

# What stands between the function's first line and the nearest empty line or end of a block above.
sub comment_above {
    my ($file, $first) = @_;
    my ($text, $i) = ('', $first - 2);
    while ($i >= 0 && $lines_of{$file}[$i] !~ /^\s*$|^\}/) {
        $text .= $lines_of{$file}[$i--];
    }
    return $text;
}
