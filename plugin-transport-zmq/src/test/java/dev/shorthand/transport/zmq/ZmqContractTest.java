package dev.shorthand.transport.zmq;

import dev.shorthand.tck.TransportContract;
import java.util.List;
import java.util.regex.Pattern;

final class ZmqContractTest extends TransportContract {
    @Override
    protected Pair expressions() {
        return Pair.of("zmqserv:tcp://127.0.0.1:0", "zmq:tcp://127.0.0.1:{port}");
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "zmq:",
                "zmq:localhost:5555",
                "zmq:tcp://localhost",
                "zmq:tcp://localhost:0",
                "zmq:tcp://localhost:*",
                "zmq:tcp://*:5555",
                "zmq:tcp://localhost:70000",
                "zmq:pgm://localhost:1",
                "zmq:(tcp://localhost:1)(tcp://localhost)",
                "zmq:tcp://localhost:1?connectTimeout=soon",
                "zmq:tcp://localhost:1?highWaterMark=0",
                "zmq:tcp://localhost:1?curveKeys=a",
                "zmqserv:",
                "zmqserv:tcp://127.0.0.1",
                "zmqserv:tcp://127.0.0.1:x",
                "zmqserv:tcp://127.0.0.1:0?answerNotifications=yes",
                "zmqserv:tcp://127.0.0.1:0?idleTimeout=0s",
                "zmqserv:tcp://127.0.0.1:0?heartbeat=8h&heartbeat=1s");
    }

    @Override
    protected Pattern peerNames() {
        return Pattern.compile("0x00[0-9a-f]{8}");
    }

    @Override
    protected boolean reportsBeforeFirstPayload() {
        return false;
    }
}
