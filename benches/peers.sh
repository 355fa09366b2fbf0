#!/usr/bin/env bash
# Takes the sizes of works (all if none is named); prints what Pressroom and its peers need for
# each: seconds of processor and of the clock, megabytes of memory and of output, millions of
# instructions, and each as a multiple of Pressroom's.
#
#     benches/peers.sh [article sixty thousand words-100k words-500k pictures]
#
# The works are made by grammar.py. A peer that is not installed is left out: pandoc, typst,
# weasyprint. Instructions are counted by valgrind if it is there, for an article only. Every
# figure is of one run after one that warms the caches: machines are noisy, and ratios of one
# sitting say more than seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --locked --release --quiet
press=$PWD/target/release/pressroom
works=$(mktemp -d)
trap 'rm -rf "$works"' EXIT
make() { python3 benches/grammar.py "$works/$1" "${@:2}"; }
has() { command -v "$1" >/dev/null; }

# What a command needs, in the order of the table's columns.
measure() { # instructions? output command...
    local count=$1 output=$2 figures instructions=-
    shift 2
    "$@" >/dev/null 2>&1 || true
    figures=$(/usr/bin/time -f '%U %S %e %M' "$@" 2>&1 >/dev/null | tail -1)
    if [ "$count" = yes ] && has valgrind; then
        instructions=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
            sed -n 's/.*Collected : \([0-9]*\).*/\1/p')
    fi
    local bytes
    bytes=$(du -sb "$output" 2>/dev/null | cut -f1)
    echo "$figures ${bytes:-0} $instructions"
}

row() { # work tool figures...
    awk -v work="$1" -v tool="$2" -v figures="$3" -v base="$4" 'BEGIN {
        split(figures, f, " "); split(base, b, " ")
        cpu = f[1] + f[2]; own = b[1] + b[2]
        printf "%-12s %-26s %8.2f %8.2f %8.1f %9.2f", work, tool, cpu, f[3], f[4] / 1024, f[5] / 1e6
        if (f[6] == "-") printf "%9s", "-"; else printf "%9.1f", f[6] / 1e6
        if (own > 0) printf "   x%.2f", cpu / own
        print ""
    }'
}

# Articles as one file that pandoc reads, each after the other.
joined() { for file in "$1"/*.md; do sed '1,/^---$/!b;1d;/^---$/!{s/^title: "\(.*\)"$/# \1/p;d};d' "$file"; echo; done; }

compare() { # work folder count? as-book?
    local work=$1 folder=$works/$2 count=$3 book=$4 base figures
    local out=$works/out-$work
    mkdir -p "$out"
    local bound=()
    [ "$book" = yes ] && bound=(--book Words)
    base=$(measure "$count" "$out/pdf" "$press" export "$folder" "${bound[@]}" --pdf -q -o "$out/pdf")
    row "$work" "pressroom, PDF" "$base" "$base"
    figures=$(measure "$count" "$out/all" "$press" export "$folder" "${bound[@]}" --pdf --epub --txt -q -o "$out/all")
    row "$work" "pressroom, PDF EPUB text" "$figures" "$base"
    [ "$work" = thousand ] && return
    joined "$folder" >"$folder/all.markdown"
    if has pandoc; then
        figures=$(measure no "$folder/all.typ" pandoc -s -t typst --resource-path="$folder" -o "$folder/all.typ" "$folder/all.markdown")
        row "$work" "pandoc, to Typst" "$figures" "$base"
        local epub
        epub=$(measure no "$folder/all.epub" pandoc --resource-path="$folder" -o "$folder/all.epub" "$folder/all.markdown")
        row "$work" "pandoc, EPUB" "$epub" "$base"
        if has typst; then
            figures=$(measure "$count" "$folder/all.pdf" typst compile "$folder/all.typ" "$folder/all.pdf")
            row "$work" "Typst, PDF" "$figures" "$base"
        fi
        if has weasyprint && [ "$work" = article ]; then
            pandoc -s -t html --resource-path="$folder" -o "$folder/all.html" "$folder/all.markdown"
            figures=$(measure no "$folder/weasy.pdf" weasyprint "$folder/all.html" "$folder/weasy.pdf")
            row "$work" "WeasyPrint, PDF" "$figures" "$base"
        fi
    fi
    rm -f "$folder"/all.* "$folder/weasy.pdf"
}

printf '%-12s %-26s %8s %8s %8s %9s %8s\n' work tool 'CPU s' 'wall s' 'mem MB' 'out MB' 'M instr'
for work in "${@:-article sixty thousand words-100k words-500k pictures}"; do
    for work in $work; do
        case $work in
            article) make article 1 1500 2; compare article article yes no ;;
            sixty) make sixty 60 1500 2; compare sixty sixty no no ;;
            thousand) make thousand 1000 300; compare thousand thousand no no ;;
            words-100k) make words-100k 50 2000; compare words-100k words-100k no yes ;;
            words-500k) make words-500k 250 2000; compare words-500k words-500k no yes ;;
            pictures) make pictures 250 2000 2; compare pictures pictures no yes ;;
            *) echo "unknown work: $work" >&2; exit 2 ;;
        esac
    done
done
