/**
 * A process of tests ends in its own time. Mocha ends its workers with a signal one second after they were asked to end; what they know of coverage takes longer to be written on a slow machine, and half a file counts for nothing.
 */
process.on('SIGTERM', () => { process.exit(143); });
