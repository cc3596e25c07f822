# shellcheck shell=bash
# Sourced. `services_up` makes sure that PostgreSQL and MariaDB answer on loopback and sets
# RKRES_POSTGRES_URL and RKRES_MARIADB_URL to fresh databases named after this checkout, so that two
# checkouts on one machine do not collide. Already set URLs are left alone.

checkout_name() {
    echo "rkres_$(pwd -P | sha256sum | cut -c1-8)"
}

answers() { # answers PORT
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

wait_for() { # wait_for PORT SECONDS
    local left=$2
    while [ "$left" -gt 0 ]; do
        answers "$1" && return 0
        sleep 1
        left=$((left - 1))
    done
    return 1
}

apt_get() {
    local log=${CI_OUT:-/tmp}/apt.log
    [ "$(id -u)" = 0 ] || { echo "Not root: cannot install $*." >&2; return 1; }
    if [ -z "${_apt_updated:-}" ]; then
        apt-get update -qq >>"$log" 2>&1
        _apt_updated=1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        </dev/null >>"$log" 2>&1 || { tail -n 20 "$log" >&2; return 1; }
}

as_user() { # as_user NAME COMMAND…   without sudo, which a small machine lacks
    local name=$1
    shift
    if [ "$(id -un)" = "$name" ]; then "$@"; else setpriv --reuid="$name" --regid="$name" --init-groups -- "$@"; fi
}

_pg() { PGPASSWORD=postgres PGCONNECT_TIMEOUT=5 psql -h 127.0.0.1 -U postgres -qAt "$@"; }

postgres_up() {
    [ -n "${RKRES_POSTGRES_URL:-}" ] && return 0
    command -v psql >/dev/null || apt_get postgresql-client || return 1
    if ! answers 5432; then
        compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || apt_get postgresql || return 1
        if command -v pg_lsclusters >/dev/null && [ -n "$(pg_lsclusters -h)" ]; then
            pg_lsclusters -h | while read -r version cluster _; do
                pg_ctlcluster "$version" "$cluster" start
            done
        else
            pg_createcluster --start "$(basename "$(dirname "$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | tail -1)")")")" main
        fi
        wait_for 5432 30 || { echo "PostgreSQL does not answer on 127.0.0.1:5432." >&2; return 1; }
    fi
    if ! _pg -c 'select 1' >/dev/null 2>&1; then
        as_user postgres psql -qc "ALTER USER postgres PASSWORD 'postgres'" >/dev/null 2>&1
    fi
    _pg -c 'select 1' >/dev/null || { echo "PostgreSQL refuses postgres@127.0.0.1." >&2; return 1; }
    local name
    name=$(checkout_name)
    _pg -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" 2>/dev/null
    _pg -c "CREATE DATABASE $name TEMPLATE template0 ENCODING 'UTF8'" || return 1
    RKRES_POSTGRES_URL="postgres://postgres:postgres@127.0.0.1:5432/$name"
}

_maria() { mariadb "${_maria_login[@]}" -N -B "$@"; }

mariadb_up() {
    [ -n "${RKRES_MARIADB_URL:-}" ] && return 0
    command -v mariadb >/dev/null || apt_get mariadb-client || return 1
    if ! answers 3306; then
        command -v mariadbd >/dev/null || apt_get mariadb-server || return 1
        if ! answers 3306; then
            service mariadb start >/dev/null 2>&1
            if ! wait_for 3306 10; then
                install -d -o mysql -g mysql /run/mysqld
                (mariadbd --user=mysql --bind-address=127.0.0.1 >/dev/null 2>&1 &)
            fi
        fi
        wait_for 3306 30 || { echo "MariaDB does not answer on 127.0.0.1:3306." >&2; return 1; }
    fi
    local user=root password=""
    _maria_login=(-h 127.0.0.1 -u root)
    if ! _maria -e 'select 1' >/dev/null 2>&1; then
        # A packaged server lets root in through the socket only.
        local host
        for host in localhost 127.0.0.1; do
            mariadb -e "CREATE USER IF NOT EXISTS 'rkres'@'$host' IDENTIFIED BY 'rkres';
                GRANT ALL ON *.* TO 'rkres'@'$host' WITH GRANT OPTION" || return 1
        done
        user=rkres password=rkres
        _maria_login=(-h 127.0.0.1 -u rkres -prkres)
    fi
    _maria -e 'select 1' >/dev/null || { echo "MariaDB refuses $user@127.0.0.1." >&2; return 1; }
    # Without time-zone tables date filters silently find nothing.
    if [ "$(_maria -e "select convert_tz('2026-01-01 12:00:00', 'UTC', 'Europe/Warsaw')")" = NULL ]; then
        [ -d /usr/share/zoneinfo/Europe ] || apt_get tzdata || return 1
        mariadb-tzinfo-to-sql /usr/share/zoneinfo 2>/dev/null | _maria mysql || return 1
    fi
    # Tests that commit wait for no disk. A user that may not say so is none the worse.
    _maria -e "SET GLOBAL innodb_flush_log_at_trx_commit = 0; SET GLOBAL sync_binlog = 0" 2>/dev/null
    local name
    name=$(checkout_name)
    _maria -e "DROP DATABASE IF EXISTS $name; CREATE DATABASE $name CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci" || return 1
    RKRES_MARIADB_URL="mysql://$user${password:+:$password}@127.0.0.1:3306/$name"
}

services_up() {
    postgres_up && mariadb_up
}

services_clean() {
    local name
    name=$(checkout_name)
    for name in "$name" "test_$name"; do
        _pg -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1
        _maria -e "DROP DATABASE IF EXISTS $name" >/dev/null 2>&1
    done
    return 0
}
