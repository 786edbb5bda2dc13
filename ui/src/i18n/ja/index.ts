import type en from '../en';
import type { Translated } from '..';
import account from './account';
import audit from './audit';
import identity from './identity';
import keys from './keys';
import people from './people';
import person from './person';
import shell from './shell';
import sources from './sources';

const ja: Translated<typeof en> = {
    ...shell,
    account,
    audit,
    identity,
    keys,
    people,
    person,
    sources,
};
export default ja;
