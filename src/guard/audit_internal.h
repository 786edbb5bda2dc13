/* audit_internal.h - what audit.c and audit_verify.c share. */
#ifndef MUSUBI_GUARD_AUDIT_INTERNAL_H
#define MUSUBI_GUARD_AUDIT_INTERNAL_H

#include "guard/audit.h"

/* First byte of an ENTRY_AUDIT; numbers stand in the log (docs/log.md). */
enum audit_what { AUDIT_ROW = 1, AUDIT_CLEARED = 2, AUDIT_FORGET = 3, AUDIT_FORGOTTEN = 4 };

/* Of a row: what covers the part that may go, what covers all of it, and the chain. */
void audit_seal(struct str salt, struct str detail, uint8_t out[AUDIT_DIGEST]);
void audit_commitment(const struct audit_row *row, uint8_t out[AUDIT_DIGEST]);
void audit_chain(uint8_t head[AUDIT_DIGEST], const uint8_t commitment[AUDIT_DIGEST]);
/* Columns id … chain in the table's order. */
#define AUDIT_COLUMNS "id, at_ms, who, who_name, address, request, operation, subject, detail, " \
                      "salt, sealed, chain"
/* $1 to $64, and how they are bound: `first` stands in for what is missing. */
#define AUDIT_P8(a, b, c, d, e, f, g, h) \
    "$" #a ",$" #b ",$" #c ",$" #d ",$" #e ",$" #f ",$" #g ",$" #h
#define AUDIT_P64 \
    AUDIT_P8(1, 2, 3, 4, 5, 6, 7, 8) "," AUDIT_P8(9, 10, 11, 12, 13, 14, 15, 16) "," \
    AUDIT_P8(17, 18, 19, 20, 21, 22, 23, 24) "," AUDIT_P8(25, 26, 27, 28, 29, 30, 31, 32) "," \
    AUDIT_P8(33, 34, 35, 36, 37, 38, 39, 40) "," AUDIT_P8(41, 42, 43, 44, 45, 46, 47, 48) "," \
    AUDIT_P8(49, 50, 51, 52, 53, 54, 55, 56) "," AUDIT_P8(57, 58, 59, 60, 61, 62, 63, 64)
void audit_row_read(struct sql *q, struct arena *arena, struct audit_row *ret);

#endif
