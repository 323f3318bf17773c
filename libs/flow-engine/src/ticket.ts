// What an admitted call holds until it is completed or cancelled.
export interface Ticket {
  isOver: boolean;
}
