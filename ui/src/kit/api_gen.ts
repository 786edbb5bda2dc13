/* Made by tools/gen_api.py from the fragments in api/; do not edit. */
import { call, download, pathSegment, queryString, type CallOptions } from './transport';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Audience = { key: string; name: string; description: string; folder: string; tags: (string)[]; owner: string; priority: number | null; expression: string; published: number | null; version: number | null; draft: boolean; archived: boolean; members: number; entered: number; left: number; since: string | null; working: (null) | ({ done: number; of: number }); waiting: boolean; loops: boolean; refresh_minutes: number | null };
export type AudienceList = { items: (Audience)[]; next_cursor: string | null };
export type AudienceMembers = { items: (Person)[]; next_cursor: string | null; members: number };
export type AudienceChange = { person: string; audience: string; what: "entered" | "left"; reason: "event" | "time" | "publish" | "merge" | "other"; time: string; version: number; seq: number };
export type AudienceHistory = { items: (AudienceChange)[]; next_cursor: string | null };
export type AudiencePreviewRequest = { expression: string; sample?: number; columns?: string; breakdown?: (string)[] };
export type AudienceWarning = { message: string; hint: string; at: number; length: number };
export type AudiencePreview = { expression: string; count: number | null; of: number; took_ms: number; filling: (null) | ({ done: number; of: number }); warnings: (AudienceWarning)[]; sample: (Person)[]; breakdown: ({ trait: string; values: ({ value: Json; count: number })[]; other: number; missing: number })[] };
export type AudienceCheckRequest = { expression: string; key?: string };
export type AudienceCheck = { valid: boolean; expression: string | null; problem: (null) | ({ message: string; where: string; hint: string; at: number; length: number }); traits: (string)[]; events: ({ type: "track" | "page" | "screen"; name: string | null; properties: (string)[] })[]; audiences: (string)[]; warnings: (AudienceWarning)[] };
export type PersonAudiences = { items: ({ audience: string; name: string; since: string | null; reason: "event" | "time" | "publish" | "merge" | "other" | null; version: number | null; seq: number | null; until: string | null })[]; history: (AudienceChange)[] };
export type AuditRow = { id: number; time: string; principal: { kind: string; id: string | null; name: string }; address: string; request_id: string; operation: string; kind: "look" | "change"; subject: { kind: string; id: string | null; key: string }; detail: Record<string, Json> | null; cleared: boolean; salt?: string | null; sealed?: string | null; chain: string };
export type AuditList = { items: (AuditRow)[]; next_cursor: string | null };
export type AuditCheck = { state: "intact" | "broken" | "unfinished"; rows: number; checked: number; cleared: number; head: string; fault: { row: number; what: string } | { row: number; what: string }; next_cursor: string | null };
export type CollectSuccess = { success: true };
export type CollectProblem = { type: string; title: string; status: number; detail: string; code: string; where?: string; hint?: string; request_id?: string; success?: false; message?: string };
export type CollectMessage = { messageId?: string; userId?: string | number | null; anonymousId?: string | number | null; event?: string; name?: string | null; groupId?: string | number; previousId?: string | number; traits?: Record<string, Json>; properties?: Record<string, Json>; context?: Record<string, Json>; integrations?: Record<string, Json>; timestamp?: string | number; originalTimestamp?: string | number; sentAt?: string | number; writeKey?: string };
export type CollectItem = { messageId?: string; userId?: string | number | null; anonymousId?: string | number | null; event?: string; name?: string | null; groupId?: string | number; previousId?: string | number; traits?: Record<string, Json>; properties?: Record<string, Json>; context?: Record<string, Json>; integrations?: Record<string, Json>; timestamp?: string | number; originalTimestamp?: string | number; sentAt?: string | number; writeKey?: string; type: "track" | "identify" | "page" | "screen" | "group" | "alias" | "merge" };
export type CollectMerge = { mergeProperties: ({ type: string; value: string })[] };
export type CollectBatch = { batch: (CollectItem)[]; context?: Record<string, Json>; integrations?: Record<string, Json>; sentAt?: string | number; writeKey?: string };
export type CollectAny = Record<string, Json>;
export type CollectReason = "not_an_object" | "invalid_json" | "no_type" | "unknown_type" | "no_user_anon_id" | "no_usable_id" | "no_event" | "no_group_id" | "no_previous_id" | "no_merge_properties" | "wrong_type" | "id_too_long" | "event_too_large" | "too_many_traits" | "too_many_events" | "no_batch" | "batch_expands" | "erased" | "unplanned_event" | "plan_violation";
export type CollectError = { id: string; received: string; source: string | null; reason: CollectReason; detail: string; position: number | null; raw: string };
export type CollectErrorList = { items: (CollectError)[]; next_cursor: string | null };
export type ImportResult = { received: number; accepted: number; duplicates: number; rejected: number; errors: ({ line: number; reason: CollectReason; detail: string })[] };
export type SegmentSettings = { integrations: Record<string, Json>; plan: Record<string, Json>; metrics: Record<string, Json> };
export type RudderSourceConfig = { source: { id: string; name: string; writeKey: string; enabled: boolean; workspaceId: string; config: Record<string, Json>; destinations: (Json)[]; connections?: (Json)[]; dataplanes?: Record<string, Json> } };
export type KeyInfo = { id: number; kind: "write" | "secret"; name: string; prefix: string; key: string | null; scopes: (string)[]; source: string | null; created: string; last_used: string | null; revoked: string | null };
export type KeyList = { items: (KeyInfo)[]; next_cursor: string | null };
export type KeyNew = { kind: "write" | "secret"; name: string; source?: string; scopes?: (string)[] };
export type KeyRotate = { grace_seconds?: number };
export type DefinitionKind = { kind: string; title: string; schema: Record<string, Json> };
export type DefinitionKindList = { items: (DefinitionKind)[]; next_cursor: string | null };
export type Definition = { id: number; kind: string; key: string; draft: Record<string, Json> | null; published: Record<string, Json> | null; version: number | null; created: string; updated: string; etag: string; problem: string | null };
export type DefinitionList = { items: (Definition)[]; next_cursor: string | null };
export type DefinitionDraft = { draft: Record<string, Json> };
export type DefinitionPublish = { note?: string };
export type DefinitionRollback = { version: number; note?: string };
export type DefinitionVersion = { version: number; body: Record<string, Json>; author: string; note: string; at: string };
export type DefinitionVersionList = { items: (DefinitionVersion)[]; next_cursor: string | null };
export type Source = { id: number; key: string; name: string; type: "browser" | "server" | "mobile" | "import" | "other"; enabled: boolean; settings: { delivery: "standard" | "batching" }; version: number; created: string; write_keys: ({ id: number; name: string; key: string })[] };
export type SourceList = { items: (Source)[]; next_cursor: string | null };
export type SourceNew = { key?: string; name: string; type?: "browser" | "server" | "mobile" | "import" | "other"; enabled?: boolean; settings?: { delivery?: "standard" | "batching" } };
export type EventItem = { seq: number; message_id: string; type: string; name: string; source: string | null; person: string; time: string; received: string; late?: true; future?: true; imported?: true };
export type EventError = { seq: number; reason: string; detail: string; source: string | null; received: string; position: number | null };
export type EventList = { items: ((EventItem) | (EventError))[]; next_cursor: string | null };
export type EventIdentifier = { kind: string; value: string };
export type EventMade = { what: "name" | "identifier" | "atom" | "carry" | "link" };
export type EventDetail = { seq: number; kind: "event" | "error"; message_id?: string; type?: string; name?: string; source: string | null; person?: string; time?: string; received: string; stored: string; flags?: (string)[]; atom?: { id: string; device: (EventIdentifier) | (null); account: (EventIdentifier) | (null) }; identity?: (EventMade)[]; raw: string; message?: Record<string, Json>; reason?: string; detail?: string; position?: number | null };
export type FigureSlot = { time: string; events: number; errors: number };
export type SourceFigures = { id: number; key: string; name: string; type: string; enabled: boolean; state: "ok" | "silent" | "failing" | "never"; events: number; errors: number; events_last_hour: number; errors_last_hour: number; per_minute: number; last_event: string | null; last_error: string | null };
export type Overview = { time: string; people: number; events: number; errors: number; ready: { status: "ready" | "starting" | "stopping" | "read_only" | "behind"; writable: boolean; role: string; seq: number }; minutes: (FigureSlot)[]; hours: (FigureSlot)[]; errors_last_hour: ({ reason: string; count: number })[]; sources: (SourceFigures)[] };
export type System = { version: string; uptime_s: number; status: "ready" | "starting" | "stopping" | "read_only" | "behind"; role: "alone" | "writer" | "follower"; epoch: number; behind_ms: number | null; writer_url: string; store: { kind: "sqlite" | "postgresql"; bytes: number; writable: boolean; commit_failures: number }; log: { seq: number; frames: number; bytes: number }; snapshot: { seq: number; time: string | null; bytes: number; entries_behind: number }; nodes: ({ id: string; url: string; version: string })[]; disk: { free_bytes: number; total_bytes: number }; memory: { resident_bytes: number; state_bytes: number }; threads: number; search: { ready: boolean; waiting: number } };
export type Violation = { source: string | null; type: string; event: string; property: string | null; reason: "unplanned_event" | "missing_property" | "invalid_property" | "unexpected_property"; count: number; blocked: number; first_seen: string; last_seen: string; example_seq: number };
export type ViolationList = { items: (Violation)[]; next_cursor: string | null; not_listed: number };
export type Identifier = { kind: string; value: string; since_seq: number };
export type Person = { id: string; first_seen: string | null; last_seen: string | null; events: number; traits: Record<string, Json>; provenance: Record<string, { time: string; seq: number; source: number }>; identifiers: (Identifier)[]; groups: ({ id: string; traits: Record<string, Json> })[]; aliases: (string)[] };
export type PersonList = { items: (Person)[]; next_cursor: string | null; found?: number; found_more?: boolean };
export type TimelineItem = { seq: number; message_id: string; type: "track" | "identify" | "page" | "screen" | "group" | "alias"; name: string; time: string; received: string; source: string; flags: ("late" | "future" | "skewed" | "no_time" | "imported" | "no_message_id" | "thinned")[]; message: Record<string, Json> };
export type Timeline = { items: (TimelineItem)[]; next_cursor: string | null };
export type Identities = { id: string; atoms: ({ id: string; first_seen: string | null; last_seen: string | null; events: number; identifiers: ({ kind: string; value: string; role: "device" | "account" | "further"; since_seq: number; state: "held" | "over_limit" | "cut" | "person_too_large" | "withdrawn" | "blocked" })[] })[]; links: ({ from: string; to: string; because: "shared_identifier" | "first_sign_in" | "alias" | "merge"; kind?: string; value?: string; seq: number; id?: number; evidence?: string; state: "held" | "over_limit" | "cut" | "person_too_large" | "withdrawn" | "blocked" })[]; cuts: ({ id: number; reason: string; in_force: boolean; seq: number; sides: (({ atom?: string; kind?: string; value?: string })[])[] })[] };
export type Split = { identifiers?: ({ kind: string; value: string })[]; atoms?: (string)[]; reason?: string; preview?: boolean };
export type Merge = { people: (string)[]; evidence: string; preview?: boolean };
export type Undo = { preview?: boolean };
export type Surgery = { cut?: number; link?: number; preview: boolean; people: (Person)[] };
export type IdentifierKind = { kind: string; title: string; device: boolean; declared: boolean; read: boolean; normalise?: ("trim" | "nfkc" | "lower" | "digits" | "strip_leading_zeros" | "e164")[]; region?: string; limit: number; window_days: number; priority: number };
export type IdentifierKindList = { items: (IdentifierKind)[] };
export type IdentityRules = { atoms_max?: number; constant?: { atoms?: number; window_days?: number }; kinds?: { user_id?: IdentityKindRule; email?: IdentityKindRule; phone?: IdentityKindRule; customer_number?: IdentityKindRule; external_id?: IdentityKindRule; push_token?: IdentityKindRule; advertising_id?: IdentityKindRule; device_id?: IdentityKindRule; anonymous_id?: IdentityKindRule } };
export type IdentityTrial = { people_now: number; people_then: number; would_join: number; would_part: number; too_large_to_say: number; examples: ({ person: string; people_now: number; people_then: number })[] };
export type Erasure = { id: string; state: "searching" | "rewriting" | "finished"; requested: string; finished: string | null; key: number; staff: number; named: number; refuse: boolean; removed: { people: number; atoms: number; identifiers: number; traits: number; events: number; rejects: number; entries: number; frames: number; stored_answers: number; definition_texts_left: number; snapshots: number } };
export type ErasureRequest = { identifiers: (ErasureIdentifier)[]; refuse?: boolean };
export type ErasureIdentifier = { kind: string; value: string };
export type ErasureList = { items: (Erasure)[]; next_cursor: string | null };
export type TraitFrom = { value: Json; source: string; time: string; seq: number; message_id?: string; atom: string; times: number };
export type Traits = { id: string; traits: (TraitTold)[]; truncated: boolean };
export type TraitTold = { name: string; value: Json; rule: "last" | "first" | "most_frequent" | "source_order"; keep: boolean; merge: boolean; filling: boolean; won: (TraitFrom)[]; lost: (TraitFrom)[] };
export type PersonExport = { exported: string; person: Person; identities: Identities; traits: (TraitTold)[]; traits_truncated: boolean; events: (TimelineItem)[]; complete: boolean };
export type ConstantIdentifier = { id: number; kind: string; value: string; since: string; seq: number; reason: "everybody" | "contested"; atoms: number; released: boolean };
export type ConstantIdentifierList = { items: (ConstantIdentifier)[]; next_cursor: string | null };
export type ConstantIdentifierReleased = { id: number; released: boolean };
export type Retention = { state: "off" | "waiting" | "running"; rules_version: number; next: string | null; running: (RetentionRun) | (null); last: (RetentionRun) | (null) };
export type RetentionRun = { began: string; ended: string | null; rules_version: number; asked: boolean; key: number; dropped: number; thinned: number; checkpoints: number; entries: number; frames: number; bytes: number };
export type RetentionRules = { rules: (RetentionRule)[] };
export type RetentionSum = { events: number; bytes: number; oldest: string | null; newest: string | null };
export type RetentionNamed = { name: string; type: "track" | "identify" | "page" | "screen" | "group" | "alias"; action: "drop" | "thin"; events: number; bytes: number; oldest: string | null; newest: string | null; examples: (RetentionExample)[] };
export type RetentionExample = { message_id: string; time: string; source: string };
export type RetentionTrial = { complete: boolean; events_read: number; drop: RetentionSum; thin: RetentionSum; by_name: (RetentionNamed)[]; other_names: RetentionSum };
export type Me = { id: number; name: string; email: string; roles: (string)[]; locale: string; theme: string; second_factor: boolean };
export type Session = { state: "setup" | "signed_out" | "second_factor" | "second_factor_missing" | "signed_in"; staff: (Me) | (null); scopes: (string)[]; csrf: string | null; providers: ({ id: string; title: string })[]; expires: string | null };
export type SignIn = { email: string; password: string };
export type SetUp = { name?: string; email: string; password: string; token?: string };
export type MeChange = { name?: string; locale?: "" | "en" | "ja"; theme?: "" | "light" | "dark" | "auto" };
export type PasswordChange = { old: string; new: string };
export type SessionList = { items: ({ id: number; current: boolean; created: string; last_seen: string; expires: string; address: string; agent: string })[] };
export type RoleList = { items: ({ key: string; title: string; scopes: (string)[]; masks_personal_data: boolean })[] };
export type Code = { code: string };
export type FactorBegun = { secret: string; uri: string };
export type FactorEnd = { password?: string; code?: string };
export type RecoveryCodes = { recovery_codes: (string)[] };
export type StaffMember = { id: number; name: string; email: string; roles: (string)[]; second_factor: boolean; password: boolean; created: string; disabled: string | null; signed_in: string | null };
export type StaffList = { items: (StaffMember)[]; next_cursor: string | null };
export type StaffChange = { name?: string; roles?: (string)[]; disabled?: boolean; second_factor?: false };
export type ResetLink = { url: string; expires: string };
export type InvitationNew = { email: string; roles: (string)[] };
export type InvitationMade = { id: number; email: string; roles: (string)[]; created: string; expires: string; url: string };
export type InvitationList = { items: ({ id: number; email: string; roles: (string)[]; created: string; expires: string })[]; next_cursor: string | null };
export type Invitation = { email: string; roles: (string)[]; expires: string };
export type InvitationUse = { token: string; name?: string; password: string };
export type ResetUse = { token: string; password: string };
export type Provider = { id: string; title: string; issuer: string; client_id: string; client_secret: boolean; domains: (string)[]; roles: (string)[]; redirect_uri: string };
export type ProviderList = { items: (Provider)[] };
export type ProviderPut = { title: string; issuer: string; client_id: string; client_secret?: string; domains?: (string)[]; roles?: (string)[] };
export type Problem = { type: string; title: string; status: number; detail: string; code: "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "precondition_failed" | "too_large" | "rate_limited" | "unavailable" | "corrupt" | "internal"; where?: string; hint?: string; request_id: string };
export type Health = { status: "ok" };
export type Readiness = { status: "ready" | "starting" | "read_only" | "behind" | "stopping"; started: boolean; writable: boolean; seq: number; role: "alone" | "writer" | "follower"; epoch: number; behind_ms?: number };
export type Version = { name: string; version: string };
export type IdentityKindRule = { limit?: number; window_days?: number; priority?: number; contested?: "first" | "nobody"; blocked?: (string)[]; blocked_patterns?: (string)[] };
export type IdentityOwnKind = { title?: string; device?: boolean; from?: (string)[]; normalise?: ("trim" | "nfkc" | "lower" | "digits" | "strip_leading_zeros" | "e164")[]; region?: string; keep_external_id?: boolean; limit?: number; window_days?: number; priority?: number; contested?: "first" | "nobody"; blocked?: (string)[]; blocked_patterns?: (string)[] };
export type RetentionRule = { event: string; type?: "track" | "identify" | "page" | "screen" | "group" | "alias"; source?: string; max_age_days: number; action: "drop" | "thin" };

/** All audiences with how many are in them: GET /api/audiences */
export const listAudiences = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<AudienceList>('GET', `/api/audiences` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listAudiencesUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/audiences` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Is this a condition?: POST /api/audiences/check */
export const checkAudience = (p: { body: AudienceCheckRequest }, o?: CallOptions) =>
    call<AudienceCheck>('POST', `/api/audiences/check`, { body: p.body, ...o });
/** How many a condition is true of, before it is one of an audience: POST /api/audiences/preview */
export const previewAudience = (p: { body: AudiencePreviewRequest }, o?: CallOptions) =>
    call<AudiencePreview>('POST', `/api/audiences/preview`, { body: p.body, ...o });
/** One audience: GET /api/audiences/{key} */
export const getAudience = (p: { key: string }, o?: CallOptions) =>
    call<Audience>('GET', `/api/audiences/${pathSegment(p.key)}`, { ...o });
export const getAudienceUrl = (p: { key: string }) => `/api/audiences/${pathSegment(p.key)}`;
/** Who entered and left, newest first: GET /api/audiences/{key}/history */
export const listAudienceHistory = (p: { key: string; limit?: number; cursor?: string }, o?: CallOptions) =>
    call<AudienceHistory>('GET', `/api/audiences/${pathSegment(p.key)}/history` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listAudienceHistoryUrl = (p: { key: string; limit?: number; cursor?: string }) => `/api/audiences/${pathSegment(p.key)}/history` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Who is in it now: GET /api/audiences/{key}/members */
export const listAudienceMembers = (p: { key: string; columns?: string; limit?: number; cursor?: string }, o?: CallOptions) =>
    call<AudienceMembers>('GET', `/api/audiences/${pathSegment(p.key)}/members` + queryString({ "columns": p.columns, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listAudienceMembersUrl = (p: { key: string; columns?: string; limit?: number; cursor?: string }) => `/api/audiences/${pathSegment(p.key)}/members` + queryString({ "columns": p.columns, "limit": p.limit, "cursor": p.cursor });
/** Who did what: GET /api/audit */
export const listAudit = (p: { principal?: string; operation?: string; kind?: "look" | "change"; subject?: string; from?: string; to?: string; text?: string; limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<AuditList>('GET', `/api/audit` + queryString({ "principal": p.principal, "operation": p.operation, "kind": p.kind, "subject": p.subject, "from": p.from, "to": p.to, "text": p.text, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listAuditUrl = (p: { principal?: string; operation?: string; kind?: "look" | "change"; subject?: string; from?: string; to?: string; text?: string; limit?: number; cursor?: string } = {}) => `/api/audit` + queryString({ "principal": p.principal, "operation": p.operation, "kind": p.kind, "subject": p.subject, "from": p.from, "to": p.to, "text": p.text, "limit": p.limit, "cursor": p.cursor });
/** Does the chain hold: GET /api/audit/check */
export const checkAudit = (p: { cursor?: string } = {}, o?: CallOptions) =>
    call<AuditCheck>('GET', `/api/audit/check` + queryString({ "cursor": p.cursor }), { ...o });
export const checkAuditUrl = (p: { cursor?: string } = {}) => `/api/audit/check` + queryString({ "cursor": p.cursor });
/** The audit log as a file: GET /api/audit/export */
export const exportAuditUrl = (p: { principal?: string; operation?: string; kind?: "look" | "change"; subject?: string; from?: string; to?: string; text?: string } = {}) => `/api/audit/export` + queryString({ "principal": p.principal, "operation": p.operation, "kind": p.kind, "subject": p.subject, "from": p.from, "to": p.to, "text": p.text });
/** List messages that could not be taken: GET /api/collect/errors */
export const listCollectErrors = (p: { limit?: number; cursor?: string; source?: string; reason?: CollectReason } = {}, o?: CallOptions) =>
    call<CollectErrorList>('GET', `/api/collect/errors` + queryString({ "limit": p.limit, "cursor": p.cursor, "source": p.source, "reason": p.reason }), { ...o });
export const listCollectErrorsUrl = (p: { limit?: number; cursor?: string; source?: string; reason?: CollectReason } = {}) => `/api/collect/errors` + queryString({ "limit": p.limit, "cursor": p.cursor, "source": p.source, "reason": p.reason });
/** Withdraw a cut: POST /api/cuts/{id}/undo */
export const undoCut = (p: { id: string; idempotencyKey?: string; body: Undo }, o?: CallOptions) =>
    call<Surgery>('POST', `/api/cuts/${pathSegment(p.id)}/undo`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** List the kinds of definitions: GET /api/definitions */
export const listKinds = (o?: CallOptions) =>
    call<DefinitionKindList>('GET', `/api/definitions`, { ...o });
export const listKindsUrl = () => `/api/definitions`;
/** List definitions of a kind: GET /api/definitions/{kind} */
export const listDefinitions = (p: { kind: string; limit?: number; cursor?: string }, o?: CallOptions) =>
    call<DefinitionList>('GET', `/api/definitions/${pathSegment(p.kind)}` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listDefinitionsUrl = (p: { kind: string; limit?: number; cursor?: string }) => `/api/definitions/${pathSegment(p.kind)}` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Read a definition: GET /api/definitions/{kind}/{key} */
export const getDefinition = (p: { kind: string; key: string }, o?: CallOptions) =>
    call<Definition>('GET', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}`, { ...o });
export const getDefinitionUrl = (p: { kind: string; key: string }) => `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}`;
/** Write the draft: PUT /api/definitions/{kind}/{key} */
export const putDefinition = (p: { kind: string; key: string; ifMatch?: string; ifNoneMatch?: string; body: DefinitionDraft }, o?: CallOptions) =>
    call<Definition>('PUT', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}`, { body: p.body, headers: { "If-Match": p.ifMatch, "If-None-Match": p.ifNoneMatch }, ...o });
/** Discard the draft: DELETE /api/definitions/{kind}/{key} */
export const discardDraft = (p: { kind: string; key: string; ifMatch?: string }, o?: CallOptions) =>
    call<void>('DELETE', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}`, { headers: { "If-Match": p.ifMatch }, ...o });
/** Publish the draft: POST /api/definitions/{kind}/{key}/publish */
export const publishDefinition = (p: { kind: string; key: string; ifMatch?: string; idempotencyKey?: string; body?: DefinitionPublish }, o?: CallOptions) =>
    call<Definition>('POST', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/publish`, { body: p.body, headers: { "If-Match": p.ifMatch, "Idempotency-Key": p.idempotencyKey }, ...o });
/** Go back to an older version: POST /api/definitions/{kind}/{key}/rollback */
export const rollbackDefinition = (p: { kind: string; key: string; ifMatch?: string; idempotencyKey?: string; body: DefinitionRollback }, o?: CallOptions) =>
    call<Definition>('POST', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/rollback`, { body: p.body, headers: { "If-Match": p.ifMatch, "Idempotency-Key": p.idempotencyKey }, ...o });
/** List published versions: GET /api/definitions/{kind}/{key}/versions */
export const listVersions = (p: { kind: string; key: string; limit?: number; cursor?: string }, o?: CallOptions) =>
    call<DefinitionVersionList>('GET', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/versions` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listVersionsUrl = (p: { kind: string; key: string; limit?: number; cursor?: string }) => `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/versions` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Read a version: GET /api/definitions/{kind}/{key}/versions/{version} */
export const getVersion = (p: { kind: string; key: string; version: number }, o?: CallOptions) =>
    call<DefinitionVersion>('GET', `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/versions/${pathSegment(p.version)}`, { ...o });
export const getVersionUrl = (p: { kind: string; key: string; version: number }) => `/api/definitions/${pathSegment(p.kind)}/${pathSegment(p.key)}/versions/${pathSegment(p.version)}`;
/** Erasures, newest first: GET /api/erasures */
export const listErasures = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<ErasureList>('GET', `/api/erasures` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listErasuresUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/erasures` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Erase whoever has these identifiers: POST /api/erasures */
export const eraseByIdentifiers = (p: { idempotencyKey?: string; body: ErasureRequest }, o?: CallOptions) =>
    call<Erasure>('POST', `/api/erasures`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** One receipt: GET /api/erasures/{id} */
export const getErasure = (p: { id: string }, o?: CallOptions) =>
    call<Erasure>('GET', `/api/erasures/${pathSegment(p.id)}`, { ...o });
export const getErasureUrl = (p: { id: string }) => `/api/erasures/${pathSegment(p.id)}`;
/** Look through the log by time: GET /api/events */
export const listEvents = (p: { from?: string; to?: string; order?: "newest" | "oldest"; name?: string; source?: string; person?: string; type?: "track" | "identify" | "page" | "screen" | "group" | "alias"; errors?: "only" | "too"; limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<EventList>('GET', `/api/events` + queryString({ "from": p.from, "to": p.to, "order": p.order, "name": p.name, "source": p.source, "person": p.person, "type": p.type, "errors": p.errors, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listEventsUrl = (p: { from?: string; to?: string; order?: "newest" | "oldest"; name?: string; source?: string; person?: string; type?: "track" | "identify" | "page" | "screen" | "group" | "alias"; errors?: "only" | "too"; limit?: number; cursor?: string } = {}) => `/api/events` + queryString({ "from": p.from, "to": p.to, "order": p.order, "name": p.name, "source": p.source, "person": p.person, "type": p.type, "errors": p.errors, "limit": p.limit, "cursor": p.cursor });
/** Watch events arrive: GET /api/events/live */
export const watchEventsUrl = (p: { name?: string; source?: string; person?: string; type?: "track" | "identify" | "page" | "screen" | "group" | "alias"; errors?: "only" | "too"; rate?: number; after?: number } = {}) => `/api/events/live` + queryString({ "name": p.name, "source": p.source, "person": p.person, "type": p.type, "errors": p.errors, "rate": p.rate, "after": p.after });
/** One event, looked inside: GET /api/events/{seq} */
export const getEvent = (p: { seq: string }, o?: CallOptions) =>
    call<EventDetail>('GET', `/api/events/${pathSegment(p.seq)}`, { ...o });
export const getEventUrl = (p: { seq: string }) => `/api/events/${pathSegment(p.seq)}`;
/** Identifiers that are sent for everybody: GET /api/identity/constant */
export const listConstantIdentifiers = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<ConstantIdentifierList>('GET', `/api/identity/constant` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listConstantIdentifiersUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/identity/constant` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Let a constant identifier count again: POST /api/identity/constant/{id}/release */
export const releaseConstantIdentifier = (p: { id: string; idempotencyKey?: string }, o?: CallOptions) =>
    call<ConstantIdentifierReleased>('POST', `/api/identity/constant/${pathSegment(p.id)}/release`, { headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Kinds of identifiers: GET /api/identity/kinds */
export const listIdentifierKinds = (o?: CallOptions) =>
    call<IdentifierKindList>('GET', `/api/identity/kinds`, { ...o });
export const listIdentifierKindsUrl = () => `/api/identity/kinds`;
/** Try identity rules: POST /api/identity/try */
export const tryIdentityRules = (p: { body: IdentityRules }, o?: CallOptions) =>
    call<IdentityTrial>('POST', `/api/identity/try`, { body: p.body, ...o });
/** Import events in bulk: POST /api/imports/events */
export const importEvents = (p: { source: string }, o?: CallOptions) =>
    call<ImportResult>('POST', `/api/imports/events` + queryString({ "source": p.source }), { ...o });
/** List invitations: GET /api/invitations */
export const listInvitations = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<InvitationList>('GET', `/api/invitations` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listInvitationsUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/invitations` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Invite somebody: POST /api/invitations */
export const invite = (p: { idempotencyKey?: string; body: InvitationNew }, o?: CallOptions) =>
    call<InvitationMade>('POST', `/api/invitations`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Accept an invitation: POST /api/invitations/accept */
export const acceptInvitation = (p: { body: InvitationUse }, o?: CallOptions) =>
    call<Session>('POST', `/api/invitations/accept`, { body: p.body, ...o });
/** What a link invites to: GET /api/invitations/by-token/{token} */
export const getInvitation = (p: { token: string }, o?: CallOptions) =>
    call<Invitation>('GET', `/api/invitations/by-token/${pathSegment(p.token)}`, { ...o });
export const getInvitationUrl = (p: { token: string }) => `/api/invitations/by-token/${pathSegment(p.token)}`;
/** Withdraw an invitation: DELETE /api/invitations/{id} */
export const withdrawInvitation = (p: { id: string }, o?: CallOptions) =>
    call<void>('DELETE', `/api/invitations/${pathSegment(p.id)}`, { ...o });
/** List keys: GET /api/keys */
export const listKeys = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<KeyList>('GET', `/api/keys` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listKeysUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/keys` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Make a key: POST /api/keys */
export const createKey = (p: { idempotencyKey?: string; body: KeyNew }, o?: CallOptions) =>
    call<KeyInfo>('POST', `/api/keys`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Revoke a key: POST /api/keys/{id}/revoke */
export const revokeKey = (p: { id: number; idempotencyKey?: string }, o?: CallOptions) =>
    call<KeyInfo>('POST', `/api/keys/${pathSegment(p.id)}/revoke`, { headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Replace a key: POST /api/keys/{id}/rotate */
export const rotateKey = (p: { id: number; idempotencyKey?: string; body?: KeyRotate }, o?: CallOptions) =>
    call<KeyInfo>('POST', `/api/keys/${pathSegment(p.id)}/rotate`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Withdraw a link: POST /api/links/{id}/undo */
export const undoLink = (p: { id: string; idempotencyKey?: string; body: Undo }, o?: CallOptions) =>
    call<Surgery>('POST', `/api/links/${pathSegment(p.id)}/undo`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** My account: GET /api/me */
export const getMe = (o?: CallOptions) =>
    call<Me>('GET', `/api/me`, { ...o });
export const getMeUrl = () => `/api/me`;
/** Change my account: PATCH /api/me */
export const changeMe = (p: { body: MeChange }, o?: CallOptions) =>
    call<Me>('PATCH', `/api/me`, { body: p.body, ...o });
/** Change my password: POST /api/me/password */
export const changePassword = (p: { body: PasswordChange }, o?: CallOptions) =>
    call<Session>('POST', `/api/me/password`, { body: p.body, ...o });
/** Begin a second factor: POST /api/me/second-factor */
export const beginSecondFactor = (p: { idempotencyKey?: string } = {}, o?: CallOptions) =>
    call<FactorBegun>('POST', `/api/me/second-factor`, { headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Take my second factor away: DELETE /api/me/second-factor */
export const endSecondFactor = (p: { body: FactorEnd }, o?: CallOptions) =>
    call<void>('DELETE', `/api/me/second-factor`, { body: p.body, ...o });
/** Confirm my second factor: POST /api/me/second-factor/confirm */
export const confirmSecondFactor = (p: { idempotencyKey?: string; body: Code }, o?: CallOptions) =>
    call<RecoveryCodes>('POST', `/api/me/second-factor/confirm`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Where I am signed in: GET /api/me/sessions */
export const listMySessions = (o?: CallOptions) =>
    call<SessionList>('GET', `/api/me/sessions`, { ...o });
export const listMySessionsUrl = () => `/api/me/sessions`;
/** Sign out everywhere else: DELETE /api/me/sessions */
export const endMyOtherSessions = (o?: CallOptions) =>
    call<void>('DELETE', `/api/me/sessions`, { ...o });
/** Sign out there: DELETE /api/me/sessions/{id} */
export const endMySession = (p: { id: string }, o?: CallOptions) =>
    call<void>('DELETE', `/api/me/sessions/${pathSegment(p.id)}`, { ...o });
/** The OpenAPI 3.1 document: GET /api/openapi.json */
export const getOpenapi = (o?: CallOptions) =>
    call<Record<string, Json>>('GET', `/api/openapi.json`, { ...o });
export const getOpenapiUrl = () => `/api/openapi.json`;
/** What the first screen shows: GET /api/overview */
export const getOverview = (o?: CallOptions) =>
    call<Overview>('GET', `/api/overview`, { ...o });
export const getOverviewUrl = () => `/api/overview`;
/** Set another password by a link: POST /api/password-reset */
export const resetPassword = (p: { body: ResetUse }, o?: CallOptions) =>
    call<Session>('POST', `/api/password-reset`, { body: p.body, ...o });
/** Find people: GET /api/people */
export const listPeople = (p: { q?: string; match?: "words" | "contains"; columns?: string; limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<PersonList>('GET', `/api/people` + queryString({ "q": p.q, "match": p.match, "columns": p.columns, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listPeopleUrl = (p: { q?: string; match?: "words" | "contains"; columns?: string; limit?: number; cursor?: string } = {}) => `/api/people` + queryString({ "q": p.q, "match": p.match, "columns": p.columns, "limit": p.limit, "cursor": p.cursor });
/** A person by identifier: GET /api/people/by/{kind}/{value} */
export const getPersonBy = (p: { kind: string; value: string }, o?: CallOptions) =>
    call<Person>('GET', `/api/people/by/${pathSegment(p.kind)}/${pathSegment(p.value)}`, { ...o });
export const getPersonByUrl = (p: { kind: string; value: string }) => `/api/people/by/${pathSegment(p.kind)}/${pathSegment(p.value)}`;
/** Merge two people: POST /api/people/merge */
export const mergePeople = (p: { idempotencyKey?: string; body: Merge }, o?: CallOptions) =>
    call<Surgery>('POST', `/api/people/merge`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** One person: GET /api/people/{id} */
export const getPerson = (p: { id: string }, o?: CallOptions) =>
    call<Person>('GET', `/api/people/${pathSegment(p.id)}`, { ...o });
export const getPersonUrl = (p: { id: string }) => `/api/people/${pathSegment(p.id)}`;
/** Erase a person: DELETE /api/people/{id} */
export const erasePerson = (p: { id: string; refuse?: "true" | "false" }, o?: CallOptions) =>
    call<Erasure>('DELETE', `/api/people/${pathSegment(p.id)}` + queryString({ "refuse": p.refuse }), { ...o });
/** The audiences that a person is in, since when and why: GET /api/people/{id}/audiences */
export const getPersonAudiences = (p: { id: string }, o?: CallOptions) =>
    call<PersonAudiences>('GET', `/api/people/${pathSegment(p.id)}/audiences`, { ...o });
export const getPersonAudiencesUrl = (p: { id: string }) => `/api/people/${pathSegment(p.id)}/audiences`;
/** Everything about one person: GET /api/people/{id}/export */
export const exportPerson = (p: { id: string }, o?: CallOptions) =>
    call<PersonExport>('GET', `/api/people/${pathSegment(p.id)}/export`, { ...o });
export const exportPersonUrl = (p: { id: string }) => `/api/people/${pathSegment(p.id)}/export`;
/** Why these are one person: GET /api/people/{id}/identities */
export const getIdentities = (p: { id: string }, o?: CallOptions) =>
    call<Identities>('GET', `/api/people/${pathSegment(p.id)}/identities`, { ...o });
export const getIdentitiesUrl = (p: { id: string }) => `/api/people/${pathSegment(p.id)}/identities`;
/** Split a person: POST /api/people/{id}/split */
export const splitPerson = (p: { id: string; idempotencyKey?: string; body: Split }, o?: CallOptions) =>
    call<Surgery>('POST', `/api/people/${pathSegment(p.id)}/split`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** What a person did: GET /api/people/{id}/timeline */
export const getTimeline = (p: { id: string; name?: string; limit?: number; cursor?: string }, o?: CallOptions) =>
    call<Timeline>('GET', `/api/people/${pathSegment(p.id)}/timeline` + queryString({ "name": p.name, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const getTimelineUrl = (p: { id: string; name?: string; limit?: number; cursor?: string }) => `/api/people/${pathSegment(p.id)}/timeline` + queryString({ "name": p.name, "limit": p.limit, "cursor": p.cursor });
/** Where each trait came from: GET /api/people/{id}/traits */
export const getTraits = (p: { id: string }, o?: CallOptions) =>
    call<Traits>('GET', `/api/people/${pathSegment(p.id)}/traits`, { ...o });
export const getTraitsUrl = (p: { id: string }) => `/api/people/${pathSegment(p.id)}/traits`;
/** List providers to sign in at: GET /api/providers */
export const listProviders = (o?: CallOptions) =>
    call<ProviderList>('GET', `/api/providers`, { ...o });
export const listProvidersUrl = () => `/api/providers`;
/** Set up a provider: PUT /api/providers/{provider} */
export const putProvider = (p: { provider: string; body: ProviderPut }, o?: CallOptions) =>
    call<Provider>('PUT', `/api/providers/${pathSegment(p.provider)}`, { body: p.body, ...o });
/** Take a provider away: DELETE /api/providers/{provider} */
export const deleteProvider = (p: { provider: string }, o?: CallOptions) =>
    call<void>('DELETE', `/api/providers/${pathSegment(p.provider)}`, { ...o });
/** The last run of the retention rules, and the next: GET /api/retention */
export const getRetention = (o?: CallOptions) =>
    call<Retention>('GET', `/api/retention`, { ...o });
export const getRetentionUrl = () => `/api/retention`;
/** Drop and thin what is due, now: POST /api/retention/run */
export const runRetention = (p: { idempotencyKey?: string } = {}, o?: CallOptions) =>
    call<Retention>('POST', `/api/retention/run`, { headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** Try retention rules: POST /api/retention/try */
export const tryRetention = (p: { body: RetentionRules }, o?: CallOptions) =>
    call<RetentionTrial>('POST', `/api/retention/try`, { body: p.body, ...o });
/** Roles and what they may do: GET /api/roles */
export const listRoles = (o?: CallOptions) =>
    call<RoleList>('GET', `/api/roles`, { ...o });
export const listRolesUrl = () => `/api/roles`;
/** Who am I: GET /api/session */
export const getSession = (o?: CallOptions) =>
    call<Session>('GET', `/api/session`, { ...o });
export const getSessionUrl = () => `/api/session`;
/** Sign in: POST /api/session */
export const signIn = (p: { body: SignIn }, o?: CallOptions) =>
    call<Session>('POST', `/api/session`, { body: p.body, ...o });
/** Sign out: DELETE /api/session */
export const signOut = (o?: CallOptions) =>
    call<void>('DELETE', `/api/session`, { ...o });
/** Sign in at a provider: GET /api/session/oidc/{provider} */
export const startOidc = (p: { provider: string }, o?: CallOptions) =>
    call<void>('GET', `/api/session/oidc/${pathSegment(p.provider)}`, { ...o });
export const startOidcUrl = (p: { provider: string }) => `/api/session/oidc/${pathSegment(p.provider)}`;
/** Back from a provider: GET /api/session/oidc/{provider}/callback */
export const finishOidc = (p: { provider: string }, o?: CallOptions) =>
    call<void>('GET', `/api/session/oidc/${pathSegment(p.provider)}/callback`, { ...o });
export const finishOidcUrl = (p: { provider: string }) => `/api/session/oidc/${pathSegment(p.provider)}/callback`;
/** Sign in: the second factor: POST /api/session/second-factor */
export const secondFactor = (p: { body: Code }, o?: CallOptions) =>
    call<Session>('POST', `/api/session/second-factor`, { body: p.body, ...o });
/** Make the first owner: POST /api/setup */
export const setUp = (p: { body: SetUp }, o?: CallOptions) =>
    call<Session>('POST', `/api/setup`, { body: p.body, ...o });
/** List sources: GET /api/sources */
export const listSources = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<SourceList>('GET', `/api/sources` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listSourcesUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/sources` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** Make a source and its write key: POST /api/sources */
export const createSource = (p: { idempotencyKey?: string; body: SourceNew }, o?: CallOptions) =>
    call<Source>('POST', `/api/sources`, { body: p.body, headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** List members of staff: GET /api/staff */
export const listStaff = (p: { limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<StaffList>('GET', `/api/staff` + queryString({ "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listStaffUrl = (p: { limit?: number; cursor?: string } = {}) => `/api/staff` + queryString({ "limit": p.limit, "cursor": p.cursor });
/** One member of staff: GET /api/staff/{id} */
export const getStaff = (p: { id: string }, o?: CallOptions) =>
    call<StaffMember>('GET', `/api/staff/${pathSegment(p.id)}`, { ...o });
export const getStaffUrl = (p: { id: string }) => `/api/staff/${pathSegment(p.id)}`;
/** Change a member of staff: PATCH /api/staff/{id} */
export const changeStaff = (p: { id: string; body: StaffChange }, o?: CallOptions) =>
    call<StaffMember>('PATCH', `/api/staff/${pathSegment(p.id)}`, { body: p.body, ...o });
/** Make a link for another password: POST /api/staff/{id}/reset */
export const makeReset = (p: { id: string; idempotencyKey?: string }, o?: CallOptions) =>
    call<ResetLink>('POST', `/api/staff/${pathSegment(p.id)}/reset`, { headers: { "Idempotency-Key": p.idempotencyKey }, ...o });
/** How program and store are: GET /api/system */
export const getSystem = (o?: CallOptions) =>
    call<System>('GET', `/api/system`, { ...o });
export const getSystemUrl = () => `/api/system`;
/** Make a backup and download it: POST /api/system/backup */
export const downloadBackup = (o?: CallOptions) =>
    download('POST', `/api/system/backup`, { ...o });
/** What was not as planned: GET /api/tracking/violations */
export const listViolations = (p: { source?: string; limit?: number; cursor?: string } = {}, o?: CallOptions) =>
    call<ViolationList>('GET', `/api/tracking/violations` + queryString({ "source": p.source, "limit": p.limit, "cursor": p.cursor }), { ...o });
export const listViolationsUrl = (p: { source?: string; limit?: number; cursor?: string } = {}) => `/api/tracking/violations` + queryString({ "source": p.source, "limit": p.limit, "cursor": p.cursor });
/** Name and version: GET /api/version */
export const getServerVersion = (o?: CallOptions) =>
    call<Version>('GET', `/api/version`, { ...o });
export const getServerVersionUrl = () => `/api/version`;
/** Can it take events now: GET /readyz */
export const getReadiness = (o?: CallOptions) =>
    call<Readiness>('GET', `/readyz`, { ...o });
export const getReadinessUrl = () => `/readyz`;
/** What somebody did: POST /v1/track */
export const collectTrack = (p: { body?: CollectMessage } = {}, o?: CallOptions) =>
    call<CollectSuccess>('POST', `/v1/track`, { body: p.body, ...o });
