// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {VenueKind, VenueStatus, VenueTerms} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of a venue
library VenueRange {
    /// @dev What one hedge may have to loop over.
    uint256 internal constant MAX_VENUES = 12;

    function check(VenueTerms memory venue, uint256 lot) internal pure {
        within("venue.id", venue.id, 1, type(uint32).max);
        within("venue.adapter", uint160(venue.adapter), 1, type(uint160).max);
        within("venue.pool", uint160(venue.pool), 1, type(uint160).max);
        within("venue.kind", uint8(venue.kind), 1, uint8(type(VenueKind).max));
        within("venue.status", uint8(venue.status), 1, uint8(type(VenueStatus).max));
        ordered("lot <= venue.clip", lot, venue.clip);
    }
}
