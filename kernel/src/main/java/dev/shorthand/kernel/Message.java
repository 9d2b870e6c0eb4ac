package dev.shorthand.kernel;

/**
 * What crosses a connection: a call, its reply, its failure, several of these at once, or something
 * that was meant to be one of them and could not be read.
 */
public sealed interface Message permits Call, Reply, ErrorReply, Batch, Malformed {}
