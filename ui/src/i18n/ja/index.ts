import type en from '../en';
import type { Translated } from '..';
import account from './account';
import identity from './identity';
import keys from './keys';
import live from './live';
import overview from './overview';
import people from './people';
import person from './person';
import shell from './shell';
import sources from './sources';
import system from './system';
import team from './team';

const ja: Translated<typeof en> = {
    ...shell,
    account,
    identity,
    keys,
    live,
    overview,
    people,
    person,
    sources,
    system,
    team,
};
export default ja;
