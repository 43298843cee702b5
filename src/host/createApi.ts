/** The API behind `activate()`'s result. */
import { takeSnapshot } from '../text/snapshot';
import * as vscode from 'vscode';
import type { Extension, SentimentApi, UnrollApi } from './api';
import { ApiRun } from './apiRun';
import type { Launcher } from './launcher';
import type { Runs } from './runs';
import { configFrom } from './settings';
import type { Training } from './training';

export interface ApiParts {
  readonly runs: Runs;
  readonly training: Training;
  readonly launcher: Launcher;
  readonly sentiment: SentimentApi;
}

export function createApi({ runs, training, launcher, sentiment }: ApiParts): Extension {
  const api: UnrollApi = {
    sentiment,
    async train(text, options = {}) {
      const checked = configFrom(options);
      if ('problem' in checked) throw new Error(checked.problem);
      const run = await launcher.begin({
        snapshot: takeSnapshot(text, []),
        label: vscode.l10n.t('API run'),
        document: null,
        config: checked.config,
        show: false,
      });
      return new ApiRun(run, runs, training, launcher);
    },
  };
  return {
    getAPI(version) {
      if (version === 1) return api;
      throw new Error(`Unroll has no API version ${String(version)}; it has version 1.`);
    },
  };
}
