package dev.shorthand.tck;

/** A transport of one request that is right passes. */
final class MemoryRequestContractTest extends MemoryRequestContract {
    MemoryRequestContractTest() {
        super(MemoryRequest.Fault.NONE);
    }
}
