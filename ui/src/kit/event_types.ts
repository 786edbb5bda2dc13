// The calls that make an event.
import type { TimelineItem } from './api_gen';

export type EventType = TimelineItem['type'];
export const EVENT_TYPES: readonly EventType[] = [
    'track',
    'page',
    'screen',
    'identify',
    'group',
    'alias',
];

export const isEventType = (v: unknown): v is EventType =>
    (EVENT_TYPES as readonly unknown[]).includes(v);
