import type { StudyInput } from '../../schema/study.js';
import { bitSerialStudy } from './bit-serial.js';
import { rooflineStudy } from './roofline.js';
import { systolicStudy } from './systolic.js';

/** The studies that environments are made of; `archsim explore` finds them by name too. */
export const environmentStudies: readonly StudyInput[] = [systolicStudy, bitSerialStudy, rooflineStudy];
