// Pictures that somebody shows to a model: made small enough, kept as base64, never sent anywhere but to the model.

import { t } from '../texts.js';

export const MOST = 5;
const LARGEST = 1_500_000;
const LONGEST_SIDE = 1536;
const TAKEN_AS_THEY_ARE = ['image/png', 'image/jpeg'];

/** { data, type, name } with the data in base64; throws with a text for people. */
export async function readPicture(file) {
  if (!file.type.startsWith('image/')) {
    throw new Error(t.chat.noPicture(file.name));
  }
  if (TAKEN_AS_THEY_ARE.includes(file.type) && file.size <= LARGEST) {
    return { data: await base64(file), type: file.type, name: file.name };
  }
  const blob = await shrunk(file, LONGEST_SIDE, 'image/jpeg');
  return { data: await base64(blob), type: 'image/jpeg', name: file.name };
}

/** Cut to a square, for a face. */
export async function readFace(file, side) {
  return drawn(file, t.account.noPicture, (bitmap) => {
    const shorter = Math.min(bitmap.width, bitmap.height);
    return [(bitmap.width - shorter) / 2, (bitmap.height - shorter) / 2, shorter, shorter, side, side];
  }, 'image/jpeg');
}

function shrunk(file, longest, type) {
  return drawn(file, t.chat.noPicture(file.name), ({ width, height }) => {
    const scale = Math.min(1, longest / Math.max(width, height));
    return [0, 0, width, height, Math.round(width * scale), Math.round(height * scale)];
  }, type);
}

async function drawn(file, fault, measure, type) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(fault);
  }
  const [x, y, width, height, toWidth, toHeight] = measure(bitmap);
  const canvas = document.createElement('canvas');
  canvas.width = toWidth;
  canvas.height = toHeight;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, toWidth, toHeight);
  pen.drawImage(bitmap, x, y, width, height, 0, 0, toWidth, toHeight);
  bitmap.close();
  return new Promise((done) => { canvas.toBlob(done, type, 0.85); });
}

export function dataUrl(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

async function base64(blob) {
  const url = await dataUrl(blob);
  return url.slice(url.indexOf(',') + 1);
}
