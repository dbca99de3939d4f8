/** The server's program: command line, key and certificate, and the sockets around the protocol's host. */
module gazelle.server {
    requires static org.jspecify;
    requires gazelle.protocol;
    requires info.picocli;
    requires org.slf4j;

    exports gazelle.server;
    exports gazelle.server.identity;

    opens gazelle.server to
            info.picocli;
}
