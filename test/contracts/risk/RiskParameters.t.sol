// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {IParameterRules} from "gimbal/interfaces/IParameterRules.sol";
import {Fields} from "gimbal/risk/Fields.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {RiskParameters} from "gimbal/risk/RiskParameters.sol";
import {
    HedgeBand,
    OracleTerms,
    Scenario,
    SpokeConfig,
    Thresholds,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";
import {Change, ChangePath, Family, ParameterKey, parameterKey} from "gimbal/types/Parameter.sol";
import {Terms} from "../base/Terms.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

contract RiskParametersTest is RiskFixture {
    uint8 private constant INNER_RANGE = 3;

    function test_aMarketReadsBackWhole() public view {
        assertEq(parameters.markets().length, 1);
        assertEq(abi.encode(parameters.marketOf(MARKET)), abi.encode(Presets.market()));
        assertEq(abi.encode(parameters.oracleTerms(MARKET)), abi.encode(Presets.oracle()));
        assertEq(abi.encode(parameters.settlementTerms(MARKET)), abi.encode(Presets.settlement()));
        assertEq(abi.encode(parameters.thresholds(MARKET)), abi.encode(Presets.thresholds()));
        assertEq(abi.encode(parameters.mandateTerms(MARKET)), abi.encode(Presets.mandate()));
        assertEq(abi.encode(parameters.scenarios(MARKET)), abi.encode(Presets.scenarios()));
    }

    function test_aListingReadsBackWhole() public view {
        assertEq(parameters.spokes().length, 1);
        assertEq(abi.encode(parameters.spokeTerms(SPOKE)), abi.encode(Presets.spoke()));
        assertEq(abi.encode(parameters.exitTerms(SPOKE)), abi.encode(Presets.exit()));
        assertEq(abi.encode(parameters.hedgeBand(MARKET, SPOKE)), abi.encode(Presets.band()));
        assertEq(abi.encode(parameters.hedgeLimits(MARKET, SPOKE)), abi.encode(Presets.limits()));
        assertEq(abi.encode(parameters.liquidity(MARKET, SPOKE)), abi.encode(Presets.liquidity()));
        assertEq(abi.encode(parameters.venues(MARKET, SPOKE)[0]), abi.encode(Presets.venue(1)));
    }

    function test_theDigestIsThatOfTheSnapshot() public view {
        SpokeConfig memory config = parameters.snapshot(SPOKE);
        assertEq(config.chain, SPOKE);
        assertEq(config.version, 2, "one for the spoke, one for its market");
        assertEq(config.markets[0].lot, Presets.market().lot);
        assertEq(config.version, parameters.version(SPOKE));
        assertEq(keccak256(abi.encode(config)), parameters.digest(SPOKE));
    }

    function test_everyBatchASpokeSeesRaisesItsVersionByOne() public {
        HedgeBand memory band = Presets.band();
        band.costRate = 0.002e18;
        bytes32 before = parameters.digest(SPOKE);
        expectTerms(Family.HEDGE_BAND, Fields.row(Presets.band()), Fields.row(band));
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            keyOf(Family.HEDGE_BAND, 1), Presets.band().costRate, 0.002e18, address(this), ChangePath.VOTE, 0
        );
        parameters.change(one(Family.HEDGE_BAND, 1, 0.002e18), "no admin names one");
        assertEq(parameters.version(SPOKE), 3);
        assertNotEq(parameters.digest(SPOKE), before);
        Change[] memory changes = new Change[](3);
        changes[0] = one(Family.HEDGE_BAND, 0, 12e18)[0];
        changes[1] = one(Family.ORACLE, 1, 45)[0];
        changes[2] = one(Family.VENUE, 4, 2)[0];
        parameters.change(changes, 0);
        assertEq(parameters.version(SPOKE), 4);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, 12e18);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).costRate, 0.002e18);
        assertEq(parameters.oracleTerms(MARKET).maxPullAge, 45);
        assertEq(uint8(parameters.venues(MARKET, SPOKE)[0].status), uint8(VenueStatus.SUSPENDED));
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, Presets.venue(2));
        assertEq(parameters.version(SPOKE), 5);
    }

    /// @notice Every field of every family is the one its key names, and no other moves.
    function test_everyFieldIsReachedAlone() public {
        for (uint256 f; f <= uint256(type(Family).max); f++) {
            Family family = Family(f);
            for (uint8 i; i < rules.rulesOf(family).length; i++) {
                bytes memory before = _whole(family);
                uint256 old = _word(before, i);
                set(family, i, old);
                assertEq(_whole(family), before);
            }
        }
    }

    function test_aBatchIsCheckedOnItsResult() public {
        // Between the two changes the clip of the venue is above the market's.
        Change[] memory changes = new Change[](2);
        changes[0] = one(Family.VENUE, 5, 30e18)[0];
        changes[1] = one(Family.HEDGE_LIMITS, 1, 40e18)[0];
        parameters.change(changes, 0);
        assertEq(parameters.venues(MARKET, SPOKE)[0].clip, 30e18);
    }

    function test_aValueThatMovedMeanwhileStopsTheBatch() public {
        Change[] memory changes = new Change[](2);
        changes[0] = one(Family.HEDGE_BAND, 0, 12e18)[0];
        uint256 old = Presets.band().costRate;
        ParameterKey key = keyOf(Family.HEDGE_BAND, 1);
        changes[1] = Change(key, 0.002e18, old + 3, 2);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.ValueMoved.selector, key, old, old + 3, 2));
        parameters.change(changes, 0);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).riskAversion, Presets.band().riskAversion);
        changes[1].tolerance = 3;
        parameters.change(changes, 0);
        assertEq(parameters.hedgeBand(MARKET, SPOKE).costRate, 0.002e18);
    }

    /// @notice Two votes on fields of one struct do not undo each other.
    function test_twoVotesInOneBlockOnOneStructBothHold() public {
        set(Family.HEDGE_BAND, 0, 12e18);
        set(Family.HEDGE_BAND, 5, 0.3e18);
        HedgeBand memory band = parameters.hedgeBand(MARKET, SPOKE);
        assertEq(band.riskAversion, 12e18);
        assertEq(band.capShare, 0.3e18);
    }

    function test_termsOfAMarketReachEverySpokeThatListsIt() public {
        parameters.addSpoke(902, Presets.spoke(), Presets.exit());
        list(MARKET, 902, 1);
        parameters.addSpoke(903, Presets.spoke(), Presets.exit());
        set(Family.SETTLEMENT, 1, 6);
        assertEq(parameters.version(SPOKE), 3);
        assertEq(parameters.version(902), 3);
        assertEq(parameters.version(903), 1, "does not list the market");
        assertEq(parameters.snapshot(902).markets[0].settlement.instants, 6);
    }

    function test_theHubsRouterIsKeptInStep() public {
        OracleTerms memory terms = Presets.oracle();
        terms.tolerance = 0.005e18;
        vm.expectCall(router, abi.encodeCall(IOracleRouter.setTerms, (MARKET, terms)));
        expectTerms(Family.ORACLE, Fields.row(Presets.oracle()), Fields.row(terms));
        set(Family.ORACLE, 0, 0.005e18);
        assertEq(parameters.version(SPOKE), 3);
    }

    function test_termsOfTheHubLeaveSnapshotsAlone() public {
        set(Family.THRESHOLDS, 0, 1.5e18);
        set(Family.MANDATE, 0, 10);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), Presets.scenarios());
        assertEq(parameters.version(SPOKE), 2);
        assertEq(parameters.thresholds(MARKET).initial, 1.5e18);
        assertEq(parameters.mandateTerms(MARKET).listCap, 10);
    }

    /// @notice Whoever raises a threshold of liquidation liquidates nobody at once.
    function test_P9_thresholdsOfLiquidationMoveInAStraightLine() public {
        Thresholds memory old = Presets.thresholds();
        set(Family.THRESHOLDS, 1, old.maintenance + 0.09e18);
        assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance);
        vm.warp(block.timestamp + 1 days);
        assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance + 0.03e18);
        // A second change goes on from where the first is.
        set(Family.THRESHOLDS, 1, old.maintenance);
        assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance + 0.03e18);
        vm.warp(block.timestamp + 3 days);
        assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance);
        assertEq(parameters.thresholds(MARKET).emergency, old.emergency);
    }

    /// @notice What requirements are made of may make a book short as a threshold does. What it takes to open risk and how wide
    /// hedges are funded make none short: they move at once.
    function testFuzz_P9_whatRequirementsAreMadeOfMovesInAStraightLine(
        uint256 member,
        uint256 part,
        uint256 gone
    ) public {
        uint256[] memory old = Fields.row(Presets.thresholds());
        member = bound(member, 1, old.length - 1);
        if (member == INNER_RANGE) member++;
        gone = bound(gone, 0, 3 days);
        uint256 next = old[member] + old[member] * bound(part, 0, 1e18) / 20e18;
        set(Family.THRESHOLDS, uint8(member), next);
        vm.warp(block.timestamp + gone);
        uint256[] memory inForce = Fields.row(parameters.thresholds(MARKET));
        for (uint256 i; i < old.length; i++) {
            uint256 moved = i == member ? (next - old[i]) * gone / 3 days : 0;
            assertEq(inForce[i], old[i] + moved);
        }
        vm.warp(block.timestamp + 3 days - gone);
        assertEq(Fields.row(parameters.thresholds(MARKET))[member], next);
    }

    function test_P9_whatMakesNoBookShortMovesAtOnce() public {
        set(Family.THRESHOLDS, 0, 1.5e18);
        set(Family.THRESHOLDS, INNER_RANGE, 0.15e18);
        assertEq(parameters.thresholds(MARKET).initial, 1.5e18);
        assertEq(parameters.thresholds(MARKET).innerRange, 0.15e18);
    }

    /// @notice Else a council that steps one field each day would keep another one from ever arriving.
    function test_P9_aChangeOfOneThresholdDoesNotHoldUpAnother() public {
        Thresholds memory old = Presets.thresholds();
        uint256 start = block.timestamp;
        set(Family.THRESHOLDS, 1, old.maintenance + 0.09e18);
        for (uint256 day = 1; day < 3; day++) {
            vm.warp(start + day * 1 days);
            set(Family.THRESHOLDS, 2, old.emergency + day * 0.01e18);
            assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance + day * 0.03e18);
        }
        vm.warp(start + 3 days);
        assertEq(parameters.thresholds(MARKET).maintenance, old.maintenance + 0.09e18);
        assertLt(parameters.thresholds(MARKET).emergency, old.emergency + 0.02e18);
        vm.warp(start + 5 days);
        assertEq(parameters.thresholds(MARKET).emergency, old.emergency + 0.02e18);
    }

    /// @notice What GammaLimit and VolSurface keep is governed as the rest is, and by nobody beside.
    function test_termsKeptElsewhereAreChangedFieldByField() public {
        IGammaLimit.Terms memory gamma = Terms.gamma();
        IVolSurface.Terms memory surface = Terms.surface();
        assertEq(abi.encode(gammaLimit.termsOf(MARKET)), abi.encode(gamma));
        assertEq(abi.encode(volSurface.termsOf(MARKET)), abi.encode(surface));
        uint64 version = parameters.version(SPOKE);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ParameterChanged(
            keyOf(Family.GAMMA, 1), gamma.maxRatio, 0.2e18, address(this), ChangePath.VOTE, 0
        );
        parameters.change(one(Family.GAMMA, 1, 0.2e18), 0);
        set(Family.SURFACE, 4, 5e18);
        (gamma.maxRatio, surface.maxVol) = (0.2e18, 5e18);
        assertEq(abi.encode(gammaLimit.termsOf(MARKET)), abi.encode(gamma));
        assertEq(abi.encode(volSurface.termsOf(MARKET)), abi.encode(surface));
        assertEq(parameters.version(SPOKE), version, "no spoke sees them");
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this));
        vm.expectRevert(refused);
        gammaLimit.setTerms(MARKET, gamma);
        vm.expectRevert(refused);
        volSurface.setTerms(MARKET, surface);
    }

    function test_anUnknownFieldOrVenueIsRefused() public {
        vm.expectRevert(
            abi.encodeWithSelector(IParameterRules.UnknownField.selector, keyOf(Family.HEDGE_BAND, 6))
        );
        set(Family.HEDGE_BAND, 6, 1);
        Change[] memory changes = one(Family.VENUE, 5, 1e18);
        changes[0].key = parameterKey(Family.VENUE, 5, MARKET, SPOKE, 9);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownVenue.selector, 9));
        parameters.change(changes, 0);
    }

    function _word(bytes memory row, uint256 i) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(row, mul(0x20, add(i, 1))))
        }
    }

    function _whole(Family family) private view returns (bytes memory) {
        if (family == Family.HEDGE_BAND) return abi.encode(parameters.hedgeBand(MARKET, SPOKE));
        if (family == Family.HEDGE_LIMITS) return abi.encode(parameters.hedgeLimits(MARKET, SPOKE));
        if (family == Family.ORACLE) return abi.encode(parameters.oracleTerms(MARKET));
        if (family == Family.SETTLEMENT) return abi.encode(parameters.settlementTerms(MARKET));
        if (family == Family.SPOKE) return abi.encode(parameters.spokeTerms(SPOKE));
        if (family == Family.THRESHOLDS) return abi.encode(parameters.thresholds(MARKET));
        if (family == Family.LIQUIDITY) return abi.encode(parameters.liquidity(MARKET, SPOKE));
        if (family == Family.EXIT) return abi.encode(parameters.exitTerms(SPOKE));
        if (family == Family.GAMMA) return abi.encode(gammaLimit.termsOf(MARKET));
        if (family == Family.SURFACE) return abi.encode(volSurface.termsOf(MARKET));
        if (family == Family.MANDATE) return abi.encode(parameters.mandateTerms(MARKET));
        return abi.encode(parameters.venues(MARKET, SPOKE)[0]);
    }

    function test_aShorterScenarioListReplacesTheLongerOne() public {
        Scenario[] memory shorter = new Scenario[](2);
        shorter[0] = Scenario(0.8e18, -1, 1e18);
        shorter[1] = Scenario(1.3e18, 1, 0.5e18);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ScenariosSet(
            MARKET, Presets.scenarios(), shorter, address(this), ChangePath.VOTE, 0
        );
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), shorter);
        assertEq(abi.encode(parameters.scenarios(MARKET)), abi.encode(shorter));
    }

    function test_aVenueOfTheSameIdIsReplaced() public {
        VenueTerms memory venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        expectTerms(Family.VENUE, Fields.row(Presets.venue(1)), Fields.row(venue));
        parameters.setVenue(MARKET, SPOKE, digestOf(Presets.venue(1)), venue);
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, Presets.venue(2));
        assertEq(parameters.venues(MARKET, SPOKE).length, 2);
        assertEq(uint8(parameters.venues(MARKET, SPOKE)[0].status), uint8(VenueStatus.SUSPENDED));
    }

    /// @notice Of two votes that were decided on one state, the second fails; so does one that a step has overtaken.
    function test_aVenueThatMovedMeanwhileIsNotReplaced() public {
        bytes32 expected = digestOf(Presets.venue(1));
        VenueTerms memory venue = Presets.venue(1);
        venue.clip = 12e18;
        set(Family.VENUE, 5, 11e18);
        VenueTerms memory moved = parameters.venues(MARKET, SPOKE)[0];
        vm.expectRevert(
            abi.encodeWithSelector(IRiskParameters.StructMoved.selector, digestOf(moved), expected)
        );
        parameters.setVenue(MARKET, SPOKE, expected, venue);
        parameters.setVenue(MARKET, SPOKE, digestOf(moved), venue);
        vm.expectRevert(
            abi.encodeWithSelector(IRiskParameters.StructMoved.selector, digestOf(venue), digestOf(moved))
        );
        parameters.setVenue(MARKET, SPOKE, digestOf(moved), venue);
    }

    function test_aVenueThatIsToBeAddedMustNotBeThere() public {
        bytes32 there = digestOf(Presets.venue(1));
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.StructMoved.selector, there, NO_VENUE));
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, Presets.venue(1));
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.StructMoved.selector, NO_VENUE, there));
        parameters.setVenue(MARKET, SPOKE, there, Presets.venue(2));
    }

    function test_scenariosThatMovedMeanwhileAreNotReplaced() public {
        Scenario[] memory first = Presets.scenarios();
        Scenario[] memory second = Presets.scenarios();
        second[3].damp = 0.9e18;
        parameters.setScenarios(MARKET, digestOf(first), second);
        vm.expectRevert(
            abi.encodeWithSelector(IRiskParameters.StructMoved.selector, digestOf(second), digestOf(first))
        );
        parameters.setScenarios(MARKET, digestOf(first), first);
        parameters.setScenarios(MARKET, digestOf(second), first);
        assertEq(abi.encode(parameters.scenarios(MARKET)), abi.encode(first));
    }

    function test_aVenueIdServesOneMarketOfASpoke() public {
        addMarket(2);
        list(2, SPOKE, 7);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.VenueIdTaken.selector, 7));
        parameters.setVenue(MARKET, SPOKE, NO_VENUE, Presets.venue(7));
    }

    function test_onlyTheAdminSets() public {
        address stranger = makeAddr("stranger");
        vm.startPrank(stranger);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        parameters.change(new Change[](0), 0);
        vm.expectRevert(refused);
        parameters.setScenarios(MARKET, digestOf(Presets.scenarios()), Presets.scenarios());
        vm.expectRevert(refused);
        parameters.upgradeToAndCall(address(1), "");
    }

    function test_whatIsUnknownOrTwiceIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownMarket.selector, 9));
        parameters.thresholds(9);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, 9));
        parameters.snapshot(9);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.MarketNotListed.selector, 9, SPOKE));
        parameters.hedgeBand(9, SPOKE);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.MarketExists.selector, MARKET));
        addMarket(MARKET);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.SpokeExists.selector, SPOKE));
        parameters.addSpoke(SPOKE, Presets.spoke(), Presets.exit());
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.MarketListed.selector, MARKET, SPOKE));
        list(MARKET, SPOKE, 2);
    }

    function test_theCodeFitsAChain() public {
        assertLt(address(new RiskParameters()).code.length, 24_577);
    }
}
