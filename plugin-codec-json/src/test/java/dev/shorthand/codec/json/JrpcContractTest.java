package dev.shorthand.codec.json;

import dev.shorthand.tck.CodecContract;

final class JrpcContractTest extends CodecContract {
    @Override
    protected String expression() {
        return "jrpc";
    }
}
