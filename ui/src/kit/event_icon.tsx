// The sign of an event: by what it is about, where its name says so, else by its type.
import {
    IconArrowsJoin2,
    IconBolt,
    IconDeviceMobile,
    IconFileText,
    IconLogin2,
    IconMail,
    IconMessage,
    IconSearch,
    IconShoppingCart,
    IconUserCheck,
    IconUsersGroup,
    type Icon,
} from '@tabler/icons-react';
import { isEventType, type EventType } from './event_types';

const ICONS: Record<EventType, Icon> = {
    track: IconBolt,
    page: IconFileText,
    screen: IconDeviceMobile,
    identify: IconUserCheck,
    group: IconUsersGroup,
    alias: IconArrowsJoin2,
};
const BY_NAME: readonly [RegExp, Icon][] = [
    [/order|cart|checkout|product|purchase|payment/i, IconShoppingCart],
    [/e-?mail/i, IconMail],
    [/sign(ed)? ?(in|up)|log(ged)? ?(in|out)/i, IconLogin2],
    [/message|chat|sms/i, IconMessage],
    [/search/i, IconSearch],
];

export function eventIcon(type: string, name: string): Icon {
    const found = type === 'track' && BY_NAME.find(([re]) => re.test(name));
    if (found) return found[1];
    return isEventType(type) ? ICONS[type] : IconBolt;
}
