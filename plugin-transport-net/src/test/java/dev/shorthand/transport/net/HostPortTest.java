package dev.shorthand.transport.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shorthand.kernel.spi.Expression;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "2001:db8::1, [2001:db8::1]:80",
        "2001:db8:0:1:0:0:0:1, [2001:db8:0:1::1]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "1:0:0:2:0:0:0:0, [1:0:0:2::]:80",
        "::ffff:1.2.3.4, 1.2.3.4:80"
    })
    void namesPeersAsRfc5952HasIt(String address, String name) throws Exception {
        assertThat(HostPort.nameOf(new InetSocketAddress(InetAddress.getByName(address), 80)))
                .isEqualTo(name);
    }

    @Test
    void bracketsStandAroundIpv6Alone() {
        assertThat(HostPort.ofClient(Expression.parse("tcp:[::1]:8888"))).isEqualTo(new HostPort("::1", 8888));
        assertThat(new HostPort("::1", 8888)).hasToString("[::1]:8888");
        assertThat(new HostPort("localhost", 8888)).hasToString("localhost:8888");
    }

    @Test
    void aServersInterfaceMayBeEmpty() {
        assertThat(HostPort.ofServer(Expression.parse("tcpserv::0"))).isEqualTo(new HostPort("", 0));
    }
}
