// What the audit screen asks: rows by its address, who there is to choose, whether the chain holds.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import {
    checkAudit,
    exportAuditUrl,
    listAudit,
    listKeys,
    listStaff,
    type AuditCheck,
} from '../../kit/api_gen';
import { pagesOf } from '../../kit/pages';
import { useCan } from '../../kit/session';

export const SPANS = ['hour', 'day', 'week', 'month', 'between'] as const;
export type Span = (typeof SPANS)[number];
const HOURS: Record<Exclude<Span, 'between'>, number> = { hour: 1, day: 24, week: 168, month: 720 };

/** The screen's address. */
export interface AuditSearch {
    kind?: 'change' | 'look';
    who?: string;
    what?: string;
    when?: Span;
    /** Of 'between': local times without a zone, as the fields have them. */
    from?: string;
    to?: string;
    person?: string;
    text?: string;
}

const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined);
const isSpan = (v: unknown): v is Span => SPANS.includes(v as Span);

export function auditSearch(s: Record<string, unknown>): AuditSearch {
    const made: Record<keyof AuditSearch, string | undefined> = {
        kind: s.kind === 'change' || s.kind === 'look' ? s.kind : undefined,
        who: text(s.who),
        what: text(s.what),
        when: isSpan(s.when) ? s.when : undefined,
        from: text(s.from),
        to: text(s.to),
        person: text(s.person),
        text: text(s.text),
    };
    return Object.fromEntries(Object.entries(made).filter(([, v]) => v !== undefined));
}

const isPersonId = (v: string) =>
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(v);

/** Nothing can be asked by this. */
export const isWrong = (s: AuditSearch) => s.person !== undefined && !isPersonId(s.person);

function instant(local: string | undefined): string | undefined {
    const at = local === undefined ? Number.NaN : new Date(local).getTime();
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function times(s: AuditSearch): { from?: string; to?: string } {
    if (!s.when) return {};
    if (s.when !== 'between') {
        /* whole minutes, so that pages and repeated looks are of the same list */
        const minute = Math.floor(Date.now() / 60_000) * 60_000;
        return { from: new Date(minute - HOURS[s.when] * 3_600_000).toISOString() };
    }
    const from = instant(s.from);
    const to = instant(s.to);
    return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function asked(s: AuditSearch) {
    return {
        ...times(s),
        ...(s.kind ? { kind: s.kind } : {}),
        ...(s.who ? { principal: s.who } : {}),
        ...(s.what ? { operation: s.what } : {}),
        ...(s.person ? { subject: `person:${s.person}` } : {}),
        ...(s.text ? { text: s.text } : {}),
    };
}

export const downloadUrl = (s: AuditSearch) => exportAuditUrl(asked(s));

export const useRows = (s: AuditSearch) =>
    useInfiniteQuery({
        ...pagesOf(['audit', 'rows', s], (at, o) =>
            listAudit({ ...asked(s), limit: 50, ...at }, o),
        ),
        enabled: !isWrong(s),
        retry: false,
    });

/** Members of staff and keys, as far as one may see them: what rows and the filter call them. */
export function usePrincipals() {
    const can = useCan();
    const staff = useQuery({
        queryKey: ['staff', 'names'],
        queryFn: ({ signal }) => listStaff({ limit: 200 }, { signal }),
        enabled: can('staff:read'),
    });
    const keys = useQuery({
        queryKey: ['keys', 'names'],
        queryFn: ({ signal }) => listKeys({ limit: 200 }, { signal }),
        enabled: can('keys:read'),
    });
    return {
        staff: (staff.data?.items ?? []).map((m) => ({
            id: `staff:${m.id}`,
            name: m.name || m.email,
        })),
        keys: (keys.data?.items ?? [])
            .filter((k) => k.kind === 'secret')
            .map((k) => ({ id: `key:${k.id}`, name: k.name })),
    };
}

const CHAIN = ['audit', 'chain'] as const;
const SOFAR = ['audit', 'chain so far'] as const;

/** Goes through the whole chain, some 20,000 rows a call. */
export function useChain() {
    const client = useQueryClient();
    const whole = useQuery({
        queryKey: CHAIN,
        queryFn: async ({ signal }) => {
            let at = await checkAudit({}, { signal });
            while (at.state === 'unfinished' && at.next_cursor) {
                client.setQueryData(SOFAR, at);
                at = await checkAudit({ cursor: at.next_cursor }, { signal });
            }
            return at;
        },
        staleTime: 5 * 60_000,
    });
    const sofar = useQuery<AuditCheck>({ queryKey: SOFAR, enabled: false });
    return { whole, sofar: sofar.data };
}
