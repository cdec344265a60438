#!/bin/sh
# The password comes from the environment of the container and is written nowhere but its own /tmp.
set -eu
umask 077
printf '"gridkeep" "%s"\n' "$GRIDKEEP_DB_PASSWORD" > /tmp/userlist.txt
exec pgbouncer /etc/pgbouncer/pgbouncer.ini
