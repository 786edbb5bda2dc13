import { call, type CallOptions } from './transport';
export interface Session {
    state: 'setup' | 'signed_out' | 'second_factor' | 'signed_in';
    staff?: {
        id: string;
        name: string;
        email: string;
        roles: string[];
        locale: string;
        theme: string;
        second_factor: boolean;
    };
    scopes?: string[];
    csrf?: string;
    providers?: { id: string; title: string }[];
    expires?: string;
}
export const getSession = (o?: CallOptions) => call<Session>('GET', '/api/session', { ...o });
export const createSession = (p: { body: { email: string; password: string } }) =>
    call<Session>('POST', '/api/session', { body: p.body });
export const setup = (p: {
    body: { name: string; email: string; password: string; token?: string };
}) => call<Session>('POST', '/api/setup', { body: p.body });
export const secondFactor = (p: { body: { code: string } }) =>
    call<Session>('POST', '/api/session/second-factor', { body: p.body });
export const deleteSession = () => call<void>('DELETE', '/api/session', {});
export const patchMe = (p: { body: { locale?: string; theme?: string; name?: string } }) =>
    call<unknown>('PATCH', '/api/me', { body: p.body });
