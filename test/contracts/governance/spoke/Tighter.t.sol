// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Fields} from "gimbal/risk/Fields.sol";
import {Looser} from "gimbal/spoke/Looser.sol";
import {Tighter} from "gimbal/spoke/Tighter.sol";
import {
    exitTime,
    MarketConfig,
    OracleTerms,
    SpokeConfig,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";
import {Family, parameterKey} from "gimbal/types/Parameter.sol";
import {Presets} from "../../risk/support/Presets.sol";
import {RiskFixture} from "../../risk/support/RiskFixture.sol";
import {RandomConfig} from "./RandomConfig.sol";

contract TighterTest is RiskFixture {
    uint64 private constant CHAIN = 7;

    /// @notice The contract and the table that judge snapshots on the hub judge the mix of any two that pass.
    function testFuzz_P8_theMixOfTwoValidConfigsPassesTheRules(uint256 a, uint256 b) public view {
        SpokeConfig memory inForce = RandomConfig.draw(a, CHAIN, 1);
        SpokeConfig memory next = RandomConfig.draw(b, CHAIN, 2);
        _assertValid(inForce, inForce);
        _assertValid(next, next);
        SpokeConfig memory both = Tighter.mix(inForce, next);
        assertEq(both.version, 1);
        _assertValid(both, next);
        assertLe(exitTime(both.terms, Presets.exit()), exitTime(next.terms, Presets.exit()));
    }

    function testFuzz_P10_theMixAllowsNothingThatEitherDoesNot(uint256 a, uint256 b) public pure {
        SpokeConfig memory inForce = RandomConfig.draw(a, CHAIN, 1);
        SpokeConfig memory next = RandomConfig.draw(b, CHAIN, 2);
        SpokeConfig memory both = Tighter.mix(inForce, next);
        assertFalse(Looser.isLooser(both, inForce));
        for (uint256 i; i < both.markets.length; i++) {
            (, MarketConfig memory old) = Looser.marketOf(inForce, both.markets[i].market);
            (, MarketConfig memory new_) = Looser.marketOf(next, both.markets[i].market);
            _asBoth(both.markets[i].oracle, old.oracle, new_.oracle);
        }
        assertFalse(Looser.isLooser(both, next));
    }

    /// @notice Nothing of a config waits exactly if all of it is in the mix.
    function testFuzz_P10_theMixIsTheNewConfigIfThatIsOnlyTighter(uint256 a, uint256 b, uint256 c)
        public
        pure
    {
        SpokeConfig memory inForce = RandomConfig.draw(a, CHAIN, 1);
        SpokeConfig memory next = RandomConfig.draw(b, CHAIN, 1);
        _assertWhole(inForce, next);
        // Only tighter, and yet not the same.
        next = Tighter.mix(inForce, next);
        assertFalse(Looser.isLooser(next, inForce));
        _assertWhole(inForce, next);
        next.terms.quoteCap++;
        next = Tighter.mix(next, RandomConfig.draw(c, CHAIN, 1));
        assertFalse(Looser.isLooser(next, inForce));
        _assertWhole(inForce, next);
    }

    function test_P13_termsWithoutADirectionAreTheNewOnes() public pure {
        (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
        next.terms.quoteCap = 1;
        next.terms.maxEpochJump++;
        next.terms.reportAge++;
        next.markets[0].settlement.window++;
        next.markets[0].settlement.instants--;
        next.markets[0].settlement.grace++;
        next.markets[0].band.cap++;
        SpokeConfig memory both = Tighter.mix(inForce, next);
        next.markets[0].band.cap--;
        assertEq(abi.encode(both.markets), abi.encode(next.markets));
        assertEq(abi.encode(both.terms), abi.encode(next.terms));
    }

    function test_aLeaseIsCappedByTheLongestThatIsInForce() public pure {
        (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
        next.terms.lease = inForce.terms.maxLease + 2;
        next.terms.maxLease = inForce.terms.maxLease + 3;
        SpokeConfig memory both = Tighter.mix(inForce, next);
        assertEq(both.terms.lease, inForce.terms.maxLease);
        assertEq(both.terms.maxLease, inForce.terms.maxLease);
    }

    function test_P10_marketsThatOnlyOneHasDoNotTrade() public pure {
        (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
        inForce.markets = _two(inForce.markets[0], 3);
        next.markets = _two(next.markets[0], 4);
        SpokeConfig memory both = Tighter.mix(inForce, next);
        assertEq(both.markets.length, 1);
        assertEq(both.markets[0].market, inForce.markets[0].market);
    }

    function test_aMarketOfAnotherLotStaysAsItIs() public pure {
        (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
        next.markets[0].lot *= 2;
        next.markets[0].limits.clip--;
        SpokeConfig memory both = Tighter.mix(inForce, next);
        assertEq(abi.encode(both.markets), abi.encode(inForce.markets));
    }

    /// @notice Suspended at once, smaller at once; other, larger or new only after the wait, and suspended until then.
    function test_P10_aVenueTradesWhereBothHaveIt() public pure {
        for (uint256 i; i < 8; i++) {
            (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
            VenueTerms memory venue = next.markets[0].venues[0];
            if (i == 1) venue.clip--;
            if (i == 2) venue.clip++;
            if (i == 3) venue.status = VenueStatus.RETIRED;
            if (i == 4) venue.adapter = address(1);
            if (i == 5) venue.pool = address(1);
            if (i == 6) venue.id++;
            if (i == 7) inForce.markets[0].venues[0].status = VenueStatus.SUSPENDED;
            VenueTerms memory got = Tighter.mix(inForce, next).markets[0].venues[0];
            assertEq(got.id, venue.id);
            assertEq(got.clip, i == 2 ? venue.clip - 1 : venue.clip);
            VenueStatus status = i == 3 ? VenueStatus.RETIRED : VenueStatus.SUSPENDED;
            assertEq(uint8(got.status), uint8(i < 3 ? VenueStatus.ACTIVE : status));
        }
    }

    function test_P10_believablePricesShrinkToThoseOfBoth() public pure {
        _assertPrices(100, 1000, 200, 2000, 200, 1000);
        _assertPrices(200, 2000, 100, 1000, 200, 1000);
        _assertPrices(100, 2000, 200, 1000, 200, 1000);
        _assertPrices(200, 1000, 100, 2000, 200, 1000);
    }

    /// @notice Less than a factor of four in common: as near to the new ones as the factor and what is in force allow.
    function test_P10_believablePricesKeepTheirFactorInsideThoseInForce() public pure {
        _assertPrices(100, 1000, 600, 4000, 250, 1000);
        _assertPrices(600, 4000, 100, 1000, 600, 2400);
        _assertPrices(100, 1000, 2000, 9000, 250, 1000);
        _assertPrices(2000, 9000, 100, 1000, 2000, 8000);
        _assertPrices(100, 400, 101, 404, 100, 400);
        _assertPrices(101, 404, 100, 400, 101, 404);
    }

    function _assertPrices(uint128 a, uint128 b, uint128 c, uint128 d, uint128 least, uint128 most)
        private
        pure
    {
        (SpokeConfig memory inForce, SpokeConfig memory next) = _pair();
        (inForce.markets[0].oracle.minPrice, inForce.markets[0].oracle.maxPrice) = (a, b);
        (next.markets[0].oracle.minPrice, next.markets[0].oracle.maxPrice) = (c, d);
        OracleTerms memory oracle = Tighter.mix(inForce, next).markets[0].oracle;
        assertEq(oracle.minPrice, least);
        assertEq(oracle.maxPrice, most);
    }

    /// @dev Where prices in common have less than the factor, those believed are exactly the factor apart and hold the common ones;
    /// then the new ones take their place, for what is compared next.
    function _asBoth(OracleTerms memory both, OracleTerms memory old, OracleTerms memory next) private pure {
        uint256 least = old.minPrice > next.minPrice ? old.minPrice : next.minPrice;
        uint256 most = old.maxPrice < next.maxPrice ? old.maxPrice : next.maxPrice;
        if (4 * least <= most) return;
        assertEq(both.maxPrice / 4, both.minPrice);
        if (least <= most) {
            assertLe(both.minPrice, least);
            assertGe(both.maxPrice, most);
        }
        (both.minPrice, both.maxPrice) = (next.minPrice, next.maxPrice);
    }

    function _assertWhole(SpokeConfig memory inForce, SpokeConfig memory next) private pure {
        bool whole = keccak256(abi.encode(Tighter.mix(inForce, next))) == keccak256(abi.encode(next));
        assertEq(whole, !Looser.isLooser(next, inForce));
    }

    /// @param newest whose facts of liquidity the hub has
    function _assertValid(SpokeConfig memory c, SpokeConfig memory newest) private view {
        rules.requireSnapshot(c, Presets.exit(), RandomConfig.liquidityOf(c, newest));
        rules.requireWithin(parameterKey(Family.SPOKE, 0, 0, CHAIN, 0), Fields.row(c.terms));
        for (uint256 i; i < c.markets.length; i++) {
            MarketConfig memory m = c.markets[i];
            rules.requireMarket(m.oracle, m.settlement, Presets.thresholds(), Presets.scenarios());
            rules.requireWithin(parameterKey(Family.HEDGE_BAND, 0, m.market, CHAIN, 0), Fields.row(m.band));
            rules.requireWithin(
                parameterKey(Family.HEDGE_LIMITS, 0, m.market, CHAIN, 0), Fields.row(m.limits)
            );
            rules.requireWithin(parameterKey(Family.ORACLE, 0, m.market, 0, 0), Fields.row(m.oracle));
            rules.requireWithin(parameterKey(Family.SETTLEMENT, 0, m.market, 0, 0), Fields.row(m.settlement));
            for (uint256 j; j < m.venues.length; j++) {
                rules.requireWithin(
                    parameterKey(Family.VENUE, 0, m.market, CHAIN, m.venues[j].id), Fields.row(m.venues[j])
                );
            }
        }
    }

    function _pair() private pure returns (SpokeConfig memory inForce, SpokeConfig memory next) {
        return (_one(), _one());
    }

    function _one() private pure returns (SpokeConfig memory c) {
        c.terms = Presets.spoke();
        c.markets = new MarketConfig[](1);
        MarketConfig memory m = c.markets[0];
        (m.market, m.lot) = (MARKET, Presets.market().lot);
        (m.band, m.limits) = (Presets.band(), Presets.limits());
        (m.oracle, m.settlement) = (Presets.oracle(), Presets.settlement());
        m.venues = new VenueTerms[](1);
        m.venues[0] = Presets.venue(1);
    }

    function _two(MarketConfig memory first_, uint32 id) private pure returns (MarketConfig[] memory list_) {
        list_ = new MarketConfig[](2);
        list_[0] = first_;
        list_[1] = abi.decode(abi.encode(first_), (MarketConfig));
        list_[1].market = id;
    }
}
