package dev.shorthand.tck;

/** A transport that is right passes. */
final class MemoryContractTest extends MemoryContract {
    MemoryContractTest() {
        super(MemoryTransport.Fault.NONE);
    }
}
