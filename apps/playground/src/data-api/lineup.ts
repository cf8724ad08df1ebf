/** An evening's programme, always the same. */
export const lineup = [
  { position: 1, time: '18:00', act: 'Nova Lights', stage: 'Main Stage' },
  { position: 2, time: '18:45', act: 'The Harbour Choir', stage: 'River Stage' },
  { position: 3, time: '19:30', act: 'Copper Canyon', stage: 'Main Stage' },
  { position: 4, time: '20:15', act: 'Mira Okafor', stage: 'Club Tent' },
  { position: 5, time: '21:00', act: 'Paper Satellites', stage: 'River Stage' },
  { position: 6, time: '22:00', act: 'Golden Hour', stage: 'Main Stage' },
] as const;
