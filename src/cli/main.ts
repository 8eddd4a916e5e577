#!/usr/bin/env node
import { runMain } from './program.js';

await runMain();
