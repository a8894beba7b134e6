#!/usr/bin/env bash
# Makes the newsroom's own authority and the cluster's certificate in the folder "certificates".
#
#   ./certificates.sh search.newsroom.example 10.1.2.3      names and addresses it is reached under
#
# Run it again for new names; the authority stays, so no workbench has to be told.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
# The container sees the certificates; the key that can make others stays out of its sight.
mkdir -p certificates authority
cd certificates
key=../authority/authority.key
days=825 # what current systems still accept of a server

if [ ! -f "$key" ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 \
    -subj "/O=Newsroom/CN=Newsroom search authority" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$key" -out authority.pem 2>/dev/null
fi

names="DNS:localhost,IP:127.0.0.1"
for name in "$@"; do
  if [[ $name =~ ^[0-9.]+$ || $name == *:* ]]; then
    names+=",IP:$name"
  else
    names+=",DNS:$name"
  fi
done

openssl req -new -newkey rsa:3072 -nodes -sha256 -subj "/O=Newsroom/CN=opensearch" \
  -keyout node.key -out node.request 2>/dev/null
openssl x509 -req -in node.request -CA authority.pem -CAkey "$key" -CAcreateserial \
  -sha256 -days "$days" -out node.pem 2>/dev/null -extfile - <<END
subjectAltName=$names
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
END
rm -f node.request authority.srl
chmod 755 .
chmod 644 authority.pem node.pem
# The container's user has the number 1000, and has to read the key.
if [ "$(id -u)" = 0 ]; then
  chown 1000 node.key
elif [ "$(id -u)" != 1000 ]; then
  echo "Run this too, so that the container can read its key: sudo chown 1000 $PWD/node.key"
fi
echo "Give this file to every workbench: $PWD/authority.pem"
