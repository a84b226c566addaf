#!/bin/sh
# Stands in for the browser: keeps the address that it was to open.
echo "$1" >> "$STAND_IN_BROWSER"
