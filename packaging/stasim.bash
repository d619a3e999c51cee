# Completes command lines of stasim in bash. It knows no command and no option, but asks stasim.

_stasim() {
    local program=${1/#\~\//$HOME/} command=${COMP_WORDS[1]}
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} argument=
    # "--seed=7" is three words for bash: --seed, = and 7.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    if ((COMP_CWORD == 1)) || [[ $command == help && COMP_CWORD -eq 2 ]]; then
        _stasim_offer "$("$program" help | sed -n 's/^  \([a-z-]*\) .*/\1/p')"
        return
    fi
    if [[ $before =~ ^--?[a-z-]+$ ]]; then
        argument=$("$program" help "$command" 2>/dev/null |
            sed -n "s/^  \(--[a-z-]*, \)\{0,1\}$before\(, -[a-z]\)\{0,1\} \([^ ]*\).*/\3/p")
    fi
    case $argument in
    FILE) compopt -o default ;;
    FOLDER) compopt -o dirnames ;;
    *'|'*) _stasim_offer "${argument//|/ }" ;;
    '') _stasim_option_or_operand ;;
    esac
}

_stasim_option_or_operand() {
    if [[ $word == -* ]]; then
        _stasim_offer "$("$program" help "$command" 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p')"
    else
        compopt -o default
    fi
}

_stasim_offer() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word")
}

complete -F _stasim stasim
