#!/bin/sh
# Starts @{distribution.name} on a Java 25 or newer: JAVA_HOME if it is one, else the JDK that built this program,
# else java on the PATH, else a JDK in one of the usual places.

oldest=25

# Follow symbolic links to the real bin folder.
program=$0
while [ -h "$program" ]; do
    link=$(readlink "$program")
    case $link in
        /*) program=$link ;;
        *) program=$(dirname -- "$program")/$link ;;
    esac
done
home=$(CDPATH='' cd -- "$(dirname -- "$program")/.." && pwd -P) || exit 1

# Major version of the JDK in folder $1, from its release file where it has one: that starts no Java.
version_of() {
    found=
    if [ -r "$1/release" ]; then
        found=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$found" ]; then
        found=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
    fi
    echo "${found:-0}"
}

is_recent() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ "$(version_of "$1")" -ge "$oldest" ] 2>/dev/null
}

find_java() {
    recorded=
    if [ -r "$home/lib/java-home" ]; then
        read -r recorded < "$home/lib/java-home"
    fi
    for candidate in "${JAVA_HOME:-}" "$recorded"; do
        if is_recent "$candidate"; then
            echo "$candidate/bin/java"
            return
        fi
    done
    if on_path=$(command -v java); then
        major=$("$on_path" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
        if [ "${major:-0}" -ge "$oldest" ]; then
            echo "$on_path"
            return
        fi
    fi
    for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/}"/.jdks/* \
        "${HOME:-/}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_recent "$candidate"; then
            echo "$candidate/bin/java"
            return
        fi
    done
    return 1
}

if ! java=$(find_java); then
    echo "@{distribution.name}: needs Java $oldest or newer, and none was found." >&2
    echo "Install JDK $oldest (any vendor's; on Debian or Ubuntu: apt install openjdk-$oldest-jdk) or set JAVA_HOME to it." >&2
    exit 3
fi

# Java's vector module makes the cryptography several times faster; without it the program runs all the same.
vector=
modules=$(sed -n 's/^MODULES=//p' "${java%/bin/java}/release" 2>/dev/null)
case ${modules:-$("$java" --list-modules)} in
    *jdk.incubator.vector*) vector=--add-modules=jdk.incubator.vector ;;
esac

# Java takes names of files for ASCII where no locale is set, as in containers, cron and some remote shells, and then opens no other.
# Languages and formats of numbers stay as they are.
charset_of() {
    if command -v locale > /dev/null; then
        LC_ALL=$1 locale charmap 2> /dev/null
    else
        case $1 in
            '' | C | POSIX) echo ASCII ;;
            *) echo UTF-8 ;;
        esac
    fi
}
case $(charset_of "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}") in
    UTF-8 | utf8 | ISO-* | KOI* | EUC* | GB* | BIG5* | CP* | TIS*) ;;
    *)
        for locale in C.UTF-8 en_US.UTF-8; do
            if [ "$(charset_of $locale)" = UTF-8 ]; then
                LC_ALL=$locale
                export LC_ALL
                break
            fi
        done
        ;;
esac

# The options are this program's own and hold no spaces within one.
exec "$java" $vector "-Dgazelle.home=$home" @{distribution.options} @{distribution.launch} "$@"
