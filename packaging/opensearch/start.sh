#!/usr/bin/env bash
# Inside the container: writes the two users with hashed passwords, then starts as the image does.
set -euo pipefail

hashed() {
  bash plugins/opensearch-security/tools/hash.sh -env "$1" | tail -n 1
}

users=config/opensearch-security/internal_users.yml
cat >"$users" <<END
_meta:
  type: internalusers
  config_version: 2
admin:
  hash: "$(hashed OPENSEARCH_ADMIN_PASSWORD)"
  reserved: true
  backend_roles: [admin]
  description: Runs the cluster
desk:
  hash: "$(hashed OPENSEARCH_DESK_PASSWORD)"
  reserved: false
  description: What the workbenches of the newsroom sign in as
END
unset OPENSEARCH_ADMIN_PASSWORD OPENSEARCH_DESK_PASSWORD
exec ./opensearch-docker-entrypoint.sh opensearch
