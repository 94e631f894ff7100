// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {ExitTerms, HedgeBand, HedgeLimits, Liquidity, SpokeTerms, VenueTerms} from "../types/Config.sol";

/// @title What governance has set for one spoke, and the version of its snapshot
library SpokeConfigs {
    struct Listing {
        HedgeBand band;
        HedgeLimits limits;
        VenueTerms[] venues;
        Liquidity liquidity;
    }

    /// @param venueMarket the market a venue id serves: ids are unique on a spoke
    struct Entry {
        SpokeTerms terms;
        uint64 version;
        bytes32 digest;
        uint32[] markets;
        mapping(uint32 market => Listing) listings;
        mapping(uint32 venue => uint32 market) venueMarket;
        ExitTerms exit;
    }

    function exists(Entry storage entry) internal view returns (bool) {
        return entry.version != 0;
    }

    function lists(Entry storage entry, uint32 market) internal view returns (bool) {
        // The range of a clip excludes zero.
        return entry.listings[market].limits.clip != 0;
    }

    /// @notice The venue of an id; all zero where none is listed.
    function find(Listing storage listing, uint32 id) internal view returns (VenueTerms memory venue) {
        for (uint256 i; i < listing.venues.length; i++) {
            if (listing.venues[i].id == id) return listing.venues[i];
        }
    }

    /// @notice The venue of an id that is listed.
    function venueOf(Listing storage listing, uint32 id) internal view returns (VenueTerms memory venue) {
        venue = find(listing, id);
        // The range of an id excludes zero.
        if (venue.id == 0) revert IRiskParameters.UnknownVenue(id);
    }

    /// @notice Adds the venue, or replaces the one of its id.
    function setVenue(Entry storage entry, uint32 market, VenueTerms memory venue) internal {
        VenueTerms[] storage venues = entry.listings[market].venues;
        uint256 place = venues.length;
        if (entry.venueMarket[venue.id] == 0) {
            entry.venueMarket[venue.id] = market;
            venues.push();
        } else {
            if (entry.venueMarket[venue.id] != market) revert IRiskParameters.VenueIdTaken(venue.id);
            place = 0;
            while (venues[place].id != venue.id) place++;
        }
        venues[place] = venue;
    }
}
