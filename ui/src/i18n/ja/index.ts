import type en from '../en';
import type { Translated } from '..';
import account from './account';
import audit from './audit';
import definition from './definition';
import identity from './identity';
import keys from './keys';
import live from './live';
import mine from './mine';
import overview from './overview';
import people from './people';
import person from './person';
import reference from './reference';
import shell from './shell';
import sources from './sources';
import system from './system';
import team from './team';
import tracking from './tracking';

const ja: Translated<typeof en> = {
    ...shell,
    account,
    audit,
    definition,
    identity,
    keys,
    live,
    mine,
    overview,
    people,
    person,
    reference,
    sources,
    system,
    team,
    tracking,
};
export default ja;
