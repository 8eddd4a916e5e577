export type { Component, Part } from '../model/component.js';
