/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.tacit.inference.EngineHost;
import dev.tacit.inference.EngineInfo;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Says under {@code tacit} which model answers: name, digest, weights, context and
 * runtime.
 */
public final class TacitInfoContributor implements InfoContributor {

	private final EngineHost host;

	/**
	 * Tells of an engine.
	 * @param host the engine's host
	 */
	public TacitInfoContributor(EngineHost host) {
		this.host = host;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", this.host.state().name().toLowerCase(Locale.ROOT));
		this.host.loaded().ifPresent((engine) -> {
			EngineInfo info = engine.info();
			details.put("model", info.name());
			details.put("sha256", info.sha256());
			details.put("variant", info.variant());
			details.put("contextLength", info.contextLength());
			details.put("runtime", "onnxruntime " + info.runtimeVersion());
		});
		builder.withDetail("tacit", details);
	}

}
