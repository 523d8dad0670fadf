/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.tacit.remote.RemoteEngineException;

import static dev.tacit.autoconfigure.RemoteServerStub.finish;
import static dev.tacit.autoconfigure.RemoteServerStub.stream;
import static dev.tacit.autoconfigure.RemoteServerStub.text;

/** What servers do wrong, and what a caller hears. */
enum RemoteMisbehaviour {

	BUSY(RemoteEngineException.Reason.BUSY,
			WireMock.aResponse().withStatus(429).withHeader("Retry-After", "7").withBody(RemoteMisbehaviour.QUOTED)),

	OVERLOADED(RemoteEngineException.Reason.BUSY, WireMock.serviceUnavailable().withBody(RemoteMisbehaviour.QUOTED)),

	KEY_REFUSED(RemoteEngineException.Reason.UNAUTHORISED, WireMock.unauthorized().withBody(RemoteMisbehaviour.QUOTED)),

	REQUEST_REFUSED(RemoteEngineException.Reason.REFUSED,
			WireMock.badRequest().withBody("{\"error\": {\"message\": \"" + RemoteMisbehaviour.QUOTED + "\"}}")),

	REDIRECTED(RemoteEngineException.Reason.REFUSED, WireMock.temporaryRedirect("/elsewhere")),

	BROKEN(RemoteEngineException.Reason.FAILED, WireMock.serverError().withBody(RemoteMisbehaviour.QUOTED)),

	SILENT(RemoteEngineException.Reason.TIMED_OUT, stream(finish("stop")).withFixedDelay(20_000)),

	STALLED(RemoteEngineException.Reason.TIMED_OUT,
			stream(text("It is "), finish("stop")).withChunkedDribbleDelay(4, 60_000)),

	RESET(RemoteEngineException.Reason.UNREACHABLE, WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),

	EMPTY(RemoteEngineException.Reason.UNREACHABLE, WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE)),

	GARBAGE(RemoteEngineException.Reason.UNREADABLE, stream(text("It is ")).withFault(Fault.MALFORMED_RESPONSE_CHUNK)),

	HALF_CLOSED(RemoteEngineException.Reason.INCOMPLETE, stream(text("It is "))),

	HALF_A_CHUNK(RemoteEngineException.Reason.UNREADABLE,
			stream(text("It is "), text(RemoteMisbehaviour.QUOTED).substring(0, 140))),

	NO_JSON(RemoteEngineException.Reason.UNREADABLE, stream(text("It is "), RemoteMisbehaviour.QUOTED, finish("stop"))),

	WRONG_TYPES(RemoteEngineException.Reason.UNREADABLE,
			stream(text("It is "), RemoteServerStub.delta(Map.of("content", List.of(RemoteMisbehaviour.QUOTED))))),

	NO_CHOICES(RemoteEngineException.Reason.UNREADABLE,
			stream("{\"id\": \"c1\", \"model\": \"" + RemoteMisbehaviour.QUOTED + "\"}")),

	ERROR_EVENT(RemoteEngineException.Reason.FAILED,
			stream(text("It is "), "{\"error\": {\"message\": \"" + RemoteMisbehaviour.QUOTED + "\"}}")),

	WRONG_CONTENT(RemoteEngineException.Reason.UNREADABLE,
			WireMock.aResponse()
				.withHeader("Content-Type", "text/html")
				.withBody("<p>" + RemoteMisbehaviour.QUOTED + "</p>")),

	UNNAMED_TOOL(RemoteEngineException.Reason.UNREADABLE,
			stream(RemoteServerStub
				.call(Map.of("index", 0, "id", "x", "function", Map.of("arguments", RemoteMisbehaviour.QUOTED))),
					finish("tool_calls")));

	/** What a server may quote in an error; it must not come out anywhere. */
	static final String QUOTED = "quoted-by-the-server";

	private final RemoteEngineException.Reason reason;

	private final ResponseDefinitionBuilder response;

	RemoteMisbehaviour(RemoteEngineException.Reason reason, ResponseDefinitionBuilder response) {
		this.reason = reason;
		this.response = response;
	}

	RemoteEngineException.Reason reason() {
		return this.reason;
	}

	ResponseDefinitionBuilder response() {
		return this.response;
	}

}
