/**
 * The plan document: what the file holds and what a link unfolds to. Read by readDocument.ts, written by
 * makeDocument.ts, published as public/mig-plan.schema.json.
 */
import type { JsonObject } from './documentFields.ts';

/** GPU indices, starts and reported GPU-instance IDs. */
export const MAX_INDEX = 4095;
/** Of one request. */
export const MAX_COUNT = 1_000_000;
export const MAX_WEIGHT = 1_000_000_000;

/** Every field this version knows, by level and in the order of writing; any other is kept as `extra`. */
export const FIELDS = {
  plan: ['format', 'version', 'name', 'notes', 'requests', 'hosts', 'vms'],
  request: ['profile', 'needs', 'count', 'weight', 'group'],
  host: ['name', 'notes', 'platform', 'release', 'driver', 'creation', 'gpus', 'observed'],
  gpu: ['index', 'board', 'variant', 'uuid', 'pciId', 'kind', 'use', 'notes', 'instances'],
  instance: ['profile', 'start', 'pinned', 'reportedId', 'computeInstances'],
  computeInstance: ['profile', 'start'],
  vm: ['name', 'notes', 'group', 'attachments'],
  attachment: ['type', 'profile', 'instance'],
} as const;
export type Level = keyof typeof FIELDS;

export type Migration = (document: JsonObject) => JsonObject;

/** In order: the first turns a document of version 1 into one of version 2. None is needed yet. */
export const MIGRATIONS: readonly Migration[] = [];
/** The version that is written, and the newest that is read. */
export const VERSION = MIGRATIONS.length + 1;
