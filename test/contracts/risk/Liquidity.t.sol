// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Fields} from "gimbal/risk/Fields.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {HedgeBand, HedgeLimits, Liquidity, VenueTerms} from "gimbal/types/Config.sol";
import {Change, Family} from "gimbal/types/Parameter.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

/// @notice What a spoke's market bears bounds the clip and the band, whichever of them a vote moves.
contract LiquidityTest is RiskFixture {
    uint8 private constant CLIP = 1;
    uint8 private constant FLOOR = 3;
    uint8 private constant DEPTH = 0;
    uint8 private constant VOLUME = 1;
    uint8 private constant IMPACT = 2;
    uint8 private constant GAMMA = 3;

    function broken(bytes32 rule, uint256 left, uint256 right) private {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.CrossRule.selector, rule, left, right));
    }

    function test_aClipIsATenthOfTheDepthAtMost() public {
        set(Family.HEDGE_LIMITS, CLIP, 40e18);
        broken("clip <= depth / 10", 40e18 + 1, 40e18);
        set(Family.HEDGE_LIMITS, CLIP, 40e18 + 1);
        broken("clip <= depth / 10", 40e18, 40e18 - 1);
        set(Family.LIQUIDITY, DEPTH, 400e18 - 1);
        assertEq(parameters.liquidity(MARKET, SPOKE).depth, 400e18);
    }

    function test_aClipIsATwentiethOfADaysVolumeAtMost() public {
        set(Family.LIQUIDITY, IMPACT, 0.001e18);
        set(Family.LIQUIDITY, VOLUME, 400e18);
        broken("clip <= dailyVolume / 20", 20e18 + 1, 20e18);
        set(Family.HEDGE_LIMITS, CLIP, 20e18 + 1);
        broken("clip <= dailyVolume / 20", 20e18, 20e18 - 1);
        set(Family.LIQUIDITY, VOLUME, 400e18 - 1);
    }

    function test_aClipMovesThePriceByThirtyBasisPointsAtMost() public {
        set(Family.LIQUIDITY, GAMMA, 0);
        // 8,000 * (0.003 / 0.06)^2.
        set(Family.LIQUIDITY, IMPACT, 0.06e18);
        broken("clip <= volume of 30 bp", 20e18 + 1, 20e18);
        set(Family.HEDGE_LIMITS, CLIP, 20e18 + 1);
        uint256 least = uint256(8_000e18) * 0.003e18 ** 2 / uint256(0.06e18 + 1) ** 2;
        broken("clip <= volume of 30 bp", 20e18, least);
        set(Family.LIQUIDITY, IMPACT, 0.06e18 + 1);
    }

    function test_aBandIsWiderThanWhatAHedgeOfItMoves() public {
        // (2 * 0.03 * 200)^2 / 8,000.
        set(Family.HEDGE_BAND, FLOOR, 0.018e18);
        broken("self-impact <= floor", 0.018e18, 0.018e18 - 1);
        set(Family.HEDGE_BAND, FLOOR, 0.018e18 - 1);
        broken("self-impact <= floor", 0.018e18 + 1, 0.018e18);
        set(Family.LIQUIDITY, GAMMA, 200e18 + 1);
    }

    function test_aVenuesClipIsBoundWithTheMarkets() public {
        VenueTerms memory venue = Presets.venue(3);
        venue.clip = 40e18 + 1;
        broken("venue.clip <= limits.clip", 40e18 + 1, 20e18);
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, venue);
    }

    function test_aListingIsHeldToItFromTheFirst() public {
        Liquidity memory thin = Presets.liquidity();
        thin.depth = 199e18;
        VenueTerms[] memory none;
        addMarket(2);
        broken("clip <= depth / 10", 20e18, 19.9e18);
        parameters.listMarket(2, SPOKE, Presets.band(), Presets.limits(), thin, none);
    }

    /// @notice Clip and depth may rise in one batch, in any order: the result counts.
    function test_aBatchIsHeldToItsResult() public {
        Change[] memory changes = new Change[](2);
        changes[0] = one(Family.HEDGE_LIMITS, CLIP, 60e18)[0];
        changes[1] = one(Family.LIQUIDITY, DEPTH, 600e18)[0];
        parameters.change(changes, 0);
        assertEq(parameters.hedgeLimits(MARKET, SPOKE).clip, 60e18);
    }

    function test_factsOfTheHubAreNoNewsToTheSpoke() public {
        (uint64 version, bytes32 digest) = (parameters.version(SPOKE), parameters.digest(SPOKE));
        Liquidity memory deeper = Presets.liquidity();
        deeper.depth = 500e18;
        expectTerms(Family.LIQUIDITY, Fields.row(Presets.liquidity()), Fields.row(deeper));
        set(Family.LIQUIDITY, DEPTH, 500e18);
        assertEq(parameters.version(SPOKE), version);
        assertEq(parameters.digest(SPOKE), digest);
    }

    /// @notice Whatever a vote sets, what stands afterwards is within every maximum.
    function testFuzz_P8_noClipAboveAMaximum(uint256 clip, uint256 floor, Liquidity memory terms) public {
        Change[] memory changes = new Change[](6);
        changes[0] = one(Family.HEDGE_LIMITS, CLIP, bound(clip, 0.01e18, 200e18))[0];
        changes[1] = one(Family.HEDGE_BAND, FLOOR, bound(floor, 0.01e18, 1e18))[0];
        changes[2] = one(Family.LIQUIDITY, DEPTH, bound(terms.depth, 1e18, 5_000e18))[0];
        changes[3] = one(Family.LIQUIDITY, VOLUME, bound(terms.dailyVolume, 10e18, 100_000e18))[0];
        changes[4] = one(Family.LIQUIDITY, IMPACT, bound(terms.dailyImpact, 0.001e18, 0.5e18))[0];
        changes[5] = one(Family.LIQUIDITY, GAMMA, bound(terms.bookGamma, 0, 1_000e18))[0];
        bool within = _within(
            changes[0].value,
            changes[1].value,
            changes[2].value,
            changes[3].value,
            changes[4].value,
            changes[5].value
        );
        (bool accepted,) = address(parameters).call(abi.encodeCall(parameters.change, (changes, 0)));
        // The venue that is listed has a clip of its own, and the market's is above it.
        assertEq(accepted, within && changes[0].value >= Presets.venue(1).clip);
        HedgeLimits memory limits = parameters.hedgeLimits(MARKET, SPOKE);
        HedgeBand memory band = parameters.hedgeBand(MARKET, SPOKE);
        Liquidity memory l = parameters.liquidity(MARKET, SPOKE);
        assertTrue(_within(limits.clip, band.floor, l.depth, l.dailyVolume, l.dailyImpact, l.bookGamma));
    }

    /// @dev Cross-multiplied, so that nothing is rounded but gamma times impact.
    function _within(
        uint256 clip,
        uint256 floor,
        uint256 depth,
        uint256 volume,
        uint256 impact,
        uint256 gamma
    ) private pure returns (bool) {
        uint256 moved = (2 * ((impact * gamma + 1e18 - 1) / 1e18)) ** 2;
        return 10 * clip <= depth && 20 * clip <= volume && clip * impact ** 2 <= volume * 0.003e18 ** 2
            && moved <= floor * volume;
    }
}
