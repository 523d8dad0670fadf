/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends each checkpoint to a syslog receiver as RFC 5424: facility 13 (log audit),
 * severity 5, application {@code tacit-audit}, over TCP or TLS with octet counting (RFC
 * 6587, RFC 5425), or over UDP (RFC 5426), which may lose it unnoticed. The message is
 * the note on one line, with {@code |} for its line feeds. Syslog has no receipt: a note
 * counts as kept once it was handed to the network, over TCP and TLS on a connection that
 * the receiver had accepted. What a receiver loses after that, nobody learns. It opens a
 * connection only where it is configured. Used by one thread.
 */
public final class SyslogAnchor implements Anchor {

	private static final int PRIORITY = 13 * 8 + 5;

	private static final String BEFORE_NOTE = " checkpoint - ";

	private final URI address;

	private final Duration timeout;

	private final Clock clock;

	private final SSLSocketFactory tls;

	/**
	 * Anchors to a receiver.
	 * @param address {@code udp://HOST:PORT}, {@code tcp://HOST:PORT} or
	 * {@code tls://HOST:PORT}
	 * @param timeout longest wait for the connection and for its end
	 * @throws LedgerOpenException if the address is none of these
	 */
	public SyslogAnchor(URI address, Duration timeout) {
		this(address, timeout, Clock.systemUTC(), (SSLSocketFactory) SSLSocketFactory.getDefault());
	}

	SyslogAnchor(URI address, Duration timeout, Clock clock, SSLSocketFactory tls) {
		boolean known = address.getScheme() != null && Set.of("udp", "tcp", "tls").contains(address.getScheme());
		if (!known || address.getHost() == null || address.getPort() < 1) {
			throw new LedgerOpenException("tacit.audit.anchor.syslog-address has the form udp://HOST:PORT, "
					+ "tcp://HOST:PORT or tls://HOST:PORT", null);
		}
		this.address = address;
		this.timeout = timeout;
		this.clock = clock;
		this.tls = tls;
	}

	@Override
	public String name() {
		return "syslog " + this.address.getHost();
	}

	@Override
	public void publish(String note) throws IOException {
		byte[] message = message(note).getBytes(StandardCharsets.UTF_8);
		if (this.address.getScheme().equals("udp")) {
			try (DatagramSocket socket = new DatagramSocket()) {
				socket.send(new DatagramPacket(message, message.length, InetAddress.getByName(this.address.getHost()),
						this.address.getPort()));
			}
			return;
		}
		try (Socket plain = new Socket()) {
			int millis = Math.toIntExact(this.timeout.toMillis());
			plain.setSoTimeout(millis);
			plain.connect(new InetSocketAddress(this.address.getHost(), this.address.getPort()), millis);
			try (Socket socket = secured(plain)) {
				socket.getOutputStream().write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
				socket.getOutputStream().write(message);
				socket.getOutputStream().flush();
			}
		}
	}

	private Socket secured(Socket plain) throws IOException {
		if (this.address.getScheme().equals("tcp")) {
			return plain;
		}
		SSLSocket socket = (SSLSocket) this.tls.createSocket(plain, this.address.getHost(), this.address.getPort(),
				true);
		SSLParameters parameters = socket.getSSLParameters();
		// Without it any certificate of any trusted authority would do.
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	private String message(String note) {
		return "<" + PRIORITY + ">1 " + this.clock.instant().truncatedTo(ChronoUnit.MILLIS) + " - tacit-audit -"
				+ BEFORE_NOTE + note.replace('\n', '|');
	}

	/** The note in a message, as a witness reads it from a receiver's log. */
	static String note(String message) {
		return message.substring(message.indexOf(BEFORE_NOTE) + BEFORE_NOTE.length()).replace('|', '\n');
	}

	@Override
	public Stream<String> notes() {
		return Stream.empty();
	}

}
