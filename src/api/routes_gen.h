/* Made by tools/gen_api.py from the fragments in api/; do not edit. */

#ifndef MUSUBI_API_ROUTES_GEN_H
#define MUSUBI_API_ROUTES_GEN_H

#include "guard/guard.h"
#include "http/http.h"

extern const struct route api_routes[];
extern const uint32_t api_n_routes;
extern const char *const api_scope_names[]; /* bit 0 first */
extern const uint32_t api_n_scopes;
extern const struct guard_role api_roles[]; /* the owner first */
extern const uint32_t api_n_roles;
extern const uint64_t api_personal_scopes; /* whose answers hold personal data */
extern const char api_schema_root[]; /* what "#/components/…" refers to */
extern const char api_openapi[];     /* the merged document */
extern const size_t api_openapi_bytes;
extern const char api_docs_html[], api_docs_css[], api_docs_js[];
extern const size_t api_docs_html_bytes, api_docs_css_bytes, api_docs_js_bytes;

void api_collectAlias(struct http_req *r);
void api_listAudiences(struct http_req *r);
void api_checkAudience(struct http_req *r);
void api_previewAudience(struct http_req *r);
void api_getAudience(struct http_req *r);
void api_listAudienceHistory(struct http_req *r);
void api_listAudienceMembers(struct http_req *r);
void api_listAudit(struct http_req *r);
void api_checkAudit(struct http_req *r);
void api_exportAudit(struct http_req *r);
void api_listCollectErrors(struct http_req *r);
void api_undoCut(struct http_req *r);
void api_listKinds(struct http_req *r);
void api_listDefinitions(struct http_req *r);
void api_getDefinition(struct http_req *r);
void api_putDefinition(struct http_req *r);
void api_discardDraft(struct http_req *r);
void api_publishDefinition(struct http_req *r);
void api_rollbackDefinition(struct http_req *r);
void api_listVersions(struct http_req *r);
void api_getVersion(struct http_req *r);
void api_listErasures(struct http_req *r);
void api_eraseByIdentifiers(struct http_req *r);
void api_getErasure(struct http_req *r);
void api_listEvents(struct http_req *r);
void api_watchEvents(struct http_req *r);
void api_getEvent(struct http_req *r);
void api_listConstantIdentifiers(struct http_req *r);
void api_releaseConstantIdentifier(struct http_req *r);
void api_listIdentifierKinds(struct http_req *r);
void api_tryIdentityRules(struct http_req *r);
int api_importEvents(struct http_req *r, struct str piece, bool last);
void api_listInvitations(struct http_req *r);
void api_invite(struct http_req *r);
void api_acceptInvitation(struct http_req *r);
void api_getInvitation(struct http_req *r);
void api_withdrawInvitation(struct http_req *r);
void api_listKeys(struct http_req *r);
void api_createKey(struct http_req *r);
void api_revokeKey(struct http_req *r);
void api_rotateKey(struct http_req *r);
void api_undoLink(struct http_req *r);
void api_getMe(struct http_req *r);
void api_changeMe(struct http_req *r);
void api_changePassword(struct http_req *r);
void api_beginSecondFactor(struct http_req *r);
void api_endSecondFactor(struct http_req *r);
void api_confirmSecondFactor(struct http_req *r);
void api_listMySessions(struct http_req *r);
void api_endMyOtherSessions(struct http_req *r);
void api_endMySession(struct http_req *r);
void api_getOpenapi(struct http_req *r);
void api_getOverview(struct http_req *r);
void api_resetPassword(struct http_req *r);
void api_listPeople(struct http_req *r);
void api_getPersonBy(struct http_req *r);
void api_mergePeople(struct http_req *r);
void api_getPerson(struct http_req *r);
void api_erasePerson(struct http_req *r);
void api_getPersonAudiences(struct http_req *r);
void api_exportPerson(struct http_req *r);
void api_getIdentities(struct http_req *r);
void api_splitPerson(struct http_req *r);
void api_getTimeline(struct http_req *r);
void api_getTraits(struct http_req *r);
void api_listProviders(struct http_req *r);
void api_putProvider(struct http_req *r);
void api_deleteProvider(struct http_req *r);
void api_getRetention(struct http_req *r);
void api_runRetention(struct http_req *r);
void api_tryRetention(struct http_req *r);
void api_listRoles(struct http_req *r);
void api_getSession(struct http_req *r);
void api_signIn(struct http_req *r);
void api_signOut(struct http_req *r);
void api_startOidc(struct http_req *r);
void api_finishOidc(struct http_req *r);
void api_secondFactor(struct http_req *r);
void api_setUp(struct http_req *r);
void api_listSources(struct http_req *r);
void api_createSource(struct http_req *r);
void api_listStaff(struct http_req *r);
void api_getStaff(struct http_req *r);
void api_changeStaff(struct http_req *r);
void api_makeReset(struct http_req *r);
void api_getSystem(struct http_req *r);
void api_downloadBackup(struct http_req *r);
void api_listViolations(struct http_req *r);
void api_getServerVersion(struct http_req *r);
void api_collectBatch(struct http_req *r);
void api_getDocs(struct http_req *r);
void api_getDocsStyle(struct http_req *r);
void api_getDocsScript(struct http_req *r);
void api_collectGroup(struct http_req *r);
void api_getHealth(struct http_req *r);
void api_collectIdentify(struct http_req *r);
void api_getMetrics(struct http_req *r);
void api_collectPage(struct http_req *r);
void api_pixelPage(struct http_req *r);
void api_pixelTrack(struct http_req *r);
void api_getReadiness(struct http_req *r);
void api_collectScreen(struct http_req *r);
void api_rudderSourceConfig(struct http_req *r);
void api_collectTrack(struct http_req *r);
void api_sdkMetrics(struct http_req *r);
void api_collectMerge(struct http_req *r);
void api_pixelAlias(struct http_req *r);
void api_pixelGroup(struct http_req *r);
void api_pixelIdentify(struct http_req *r);
void api_pixelScreen(struct http_req *r);
void api_segmentSettings(struct http_req *r);

#endif
