import account from './account';
import audit from './audit';
import identity from './identity';
import keys from './keys';
import people from './people';
import person from './person';
import shell from './shell';
import sources from './sources';

export default { ...shell, account, audit, identity, keys, people, person, sources };
