/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** What a syslog receiver gets, over real sockets. */
class SyslogAnchorTest {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:00:00.123456Z"), ZoneOffset.UTC);

	private static final String HEADER = "<109>1 2026-11-25T10:00:00.123Z - tacit-audit - checkpoint - ";

	private static final String NOTE = "tacit-audit/main\n3\nroot\n\n\u2014 tacit-ledger c2ln\n";

	@TempDir
	Path folder;

	private static SyslogAnchor anchor(String scheme, int port, SSLSocketFactory tls) {
		return new SyslogAnchor(URI.create(scheme + "://127.0.0.1:" + port), PATIENCE, CLOCK, tls);
	}

	private static SSLSocketFactory anyTls() {
		return (SSLSocketFactory) SSLSocketFactory.getDefault();
	}

	private static CompletableFuture<String> receiveOne(ServerSocket server) {
		return CompletableFuture.supplyAsync(() -> {
			try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
				return new String(in.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				return "";
			}
		});
	}

	private static void assertFramed(String received) {
		int space = received.indexOf(' ');
		String message = received.substring(space + 1);
		assertThat(Integer.parseInt(received.substring(0, space)))
			.isEqualTo(message.getBytes(StandardCharsets.UTF_8).length);
		assertThat(message).startsWith(HEADER).doesNotContain("\n");
		assertThat(SyslogAnchor.note(message)).isEqualTo(NOTE);
	}

	@Test
	void tcpCarriesOneFramedMessageANote() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> received = receiveOne(server);
			anchor("tcp", server.getLocalPort(), anyTls()).publish(NOTE);
			assertFramed(received.join());
		}
	}

	@Test
	void udpCarriesOneDatagramANote() throws Exception {
		try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
			anchor("udp", server.getLocalPort(), anyTls()).publish(NOTE);
			DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
			server.receive(packet);
			String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
			assertThat(message).startsWith(HEADER);
			assertThat(SyslogAnchor.note(message)).isEqualTo(NOTE);
		}
	}

	@Test
	void tlsIsTrustedByCertificateAndName() throws Exception {
		SSLContext ours = tls(certificate("ip:127.0.0.1"));
		try (ServerSocket server = ours.getServerSocketFactory()
			.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> received = receiveOne(server);
			anchor("tls", server.getLocalPort(), ours.getSocketFactory()).publish(NOTE);
			assertFramed(received.join());
			CompletableFuture<String> nothing = receiveOne(server);
			assertThatIOException().isThrownBy(() -> anchor("tls", server.getLocalPort(), anyTls()).publish(NOTE));
			assertThat(nothing.join()).isEmpty();
		}
		SSLContext another = tls(certificate("dns:syslog.example"));
		try (ServerSocket server = another.getServerSocketFactory()
			.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> nothing = receiveOne(server);
			assertThatIOException()
				.isThrownBy(() -> anchor("tls", server.getLocalPort(), another.getSocketFactory()).publish(NOTE));
			assertThat(nothing.join()).isEmpty();
		}
	}

	private Path certificate(String name) throws Exception {
		Path store = this.folder.resolve(name.replaceAll("[^a-z0-9]", "_") + ".p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "syslog", "-keyalg", "EC",
				"-dname", "CN=syslog", "-ext", "SAN=" + name, "-storetype", "PKCS12", "-keystore", store.toString(),
				"-storepass", "changeit")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor()).isZero();
		return store;
	}

	private static SSLContext tls(Path file) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, "changeit".toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("syslog", store.getCertificate("syslog"));
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	@Test
	void aReceiverThatIsNotThereKeepsNothing() throws Exception {
		int port;
		try (ServerSocket server = new ServerSocket(0)) {
			port = server.getLocalPort();
		}
		assertThatIOException().isThrownBy(() -> anchor("tcp", port, anyTls()).publish(NOTE));
	}

	@Test
	void anotherKindOfAddressIsRefusedBeforeTheLedgerOpens() {
		for (String address : List.of("http://host:514", "tcp://host", "host:514", "tls:514")) {
			assertThatExceptionOfType(LedgerOpenException.class)
				.isThrownBy(() -> new SyslogAnchor(URI.create(address), PATIENCE))
				.withMessageContaining("tacit.audit.anchor.syslog-address");
		}
	}

	@Test
	void aLedgerSendsItsCheckpoints() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			CompletableFuture<String> received = receiveOne(server);
			AuditLedgerConfig config = AuditLedgerConfig
				.of("jdbc:h2:file:" + this.folder.resolve("ledger"), this.folder.resolve("keys"))
				.with(new Checkpointing(1000, Duration.ofSeconds(60),
						List.of(anchor("tcp", server.getLocalPort(), anyTls())), false, null));
			try (AuditLedger ledger = AuditLedger.open(config)) {
				String message = received.join();
				SignedNote note = SignedNote.parse(SyslogAnchor.note(message)).orElseThrow();
				assertThat(note.signedByAny(ledger.keys().verifying())).isTrue();
				assertThat(Checkpoint.parse(note)).isPresent();
			}
		}
	}

}
