// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {RiskParameters} from "gimbal/risk/RiskParameters.sol";
import {
    HedgeBand,
    HedgeLimits,
    OracleTerms,
    Scenario,
    SettlementTerms,
    SpokeConfig,
    SpokeTerms,
    Thresholds,
    VenueStatus,
    VenueTerms
} from "gimbal/types/Config.sol";
import {Presets} from "./support/Presets.sol";
import {RiskFixture} from "./support/RiskFixture.sol";

contract RiskParametersTest is RiskFixture {
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
        assertEq(abi.encode(parameters.hedgeBand(MARKET, SPOKE)), abi.encode(Presets.band()));
        assertEq(abi.encode(parameters.hedgeLimits(MARKET, SPOKE)), abi.encode(Presets.limits()));
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

    function test_everyChangeASpokeSeesRaisesItsVersion() public {
        HedgeBand memory band = Presets.band();
        band.costRate = 0.002e18;
        bytes32 before = parameters.digest(SPOKE);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.HedgeBandSet(MARKET, SPOKE, Presets.band(), band);
        parameters.setHedgeBand(MARKET, SPOKE, band);
        assertEq(parameters.version(SPOKE), 3);
        assertNotEq(parameters.digest(SPOKE), before);

        parameters.setHedgeLimits(MARKET, SPOKE, Presets.limits());
        assertEq(parameters.version(SPOKE), 4);
        parameters.setSpokeTerms(SPOKE, Presets.spoke());
        assertEq(parameters.version(SPOKE), 5);
        parameters.setVenue(MARKET, SPOKE, Presets.venue(2));
        assertEq(parameters.version(SPOKE), 6);
    }

    function test_termsOfAMarketReachEverySpokeThatListsIt() public {
        parameters.addSpoke(902, Presets.spoke());
        list(MARKET, 902, 1);
        parameters.addSpoke(903, Presets.spoke());
        SettlementTerms memory terms = Presets.settlement();
        terms.instants = 6;
        parameters.setSettlementTerms(MARKET, terms);
        assertEq(parameters.version(SPOKE), 3);
        assertEq(parameters.version(902), 3);
        assertEq(parameters.version(903), 1, "does not list the market");
        assertEq(parameters.snapshot(902).markets[0].settlement.instants, 6);
    }

    function test_theHubsRouterIsKeptInStep() public {
        OracleTerms memory terms = Presets.oracle();
        terms.tolerance = 0.005e18;
        vm.expectCall(router, abi.encodeCall(IOracleRouter.setTerms, (MARKET, terms)));
        vm.expectEmit(address(parameters));
        emit IRiskParameters.OracleTermsSet(MARKET, Presets.oracle(), terms);
        parameters.setOracleTerms(MARKET, terms);
        assertEq(parameters.version(SPOKE), 3);
    }

    function test_termsOfTheHubLeaveSnapshotsAlone() public {
        Thresholds memory terms = Presets.thresholds();
        terms.initial = 1.5e18;
        parameters.setThresholds(MARKET, terms);
        parameters.setMandateTerms(MARKET, Presets.mandate());
        parameters.setScenarios(MARKET, Presets.scenarios());
        assertEq(parameters.version(SPOKE), 2);
        assertEq(parameters.thresholds(MARKET).initial, 1.5e18);
    }

    function test_aShorterScenarioListReplacesTheLongerOne() public {
        Scenario[] memory shorter = new Scenario[](2);
        shorter[0] = Scenario(0.8e18, -1, 1e18);
        shorter[1] = Scenario(1.3e18, 1, 0.5e18);
        vm.expectEmit(address(parameters));
        emit IRiskParameters.ScenariosSet(MARKET, Presets.scenarios(), shorter);
        parameters.setScenarios(MARKET, shorter);
        assertEq(abi.encode(parameters.scenarios(MARKET)), abi.encode(shorter));
    }

    function test_aVenueOfTheSameIdIsReplaced() public {
        VenueTerms memory venue = Presets.venue(1);
        venue.status = VenueStatus.SUSPENDED;
        vm.expectEmit(address(parameters));
        emit IRiskParameters.VenueSet(MARKET, SPOKE, 1, Presets.venue(1), venue);
        parameters.setVenue(MARKET, SPOKE, venue);
        parameters.setVenue(MARKET, SPOKE, Presets.venue(2));
        assertEq(parameters.venues(MARKET, SPOKE).length, 2);
        assertEq(uint8(parameters.venues(MARKET, SPOKE)[0].status), uint8(VenueStatus.SUSPENDED));
    }

    function test_aVenueIdServesOneMarketOfASpoke() public {
        addMarket(2);
        list(2, SPOKE, 7);
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.VenueIdTaken.selector, 7));
        parameters.setVenue(MARKET, SPOKE, Presets.venue(7));
    }

    function test_onlyTheAdminSets() public {
        address stranger = makeAddr("stranger");
        vm.startPrank(stranger);
        bytes memory refused =
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        vm.expectRevert(refused);
        parameters.setHedgeBand(MARKET, SPOKE, Presets.band());
        vm.expectRevert(refused);
        parameters.setScenarios(MARKET, Presets.scenarios());
        vm.expectRevert(refused);
        parameters.setSpokeTerms(SPOKE, Presets.spoke());
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
        parameters.addSpoke(SPOKE, Presets.spoke());
        vm.expectRevert(abi.encodeWithSelector(IRiskParameters.MarketListed.selector, MARKET, SPOKE));
        list(MARKET, SPOKE, 2);
    }

    function test_theCodeFitsAChain() public {
        assertLt(address(new RiskParameters()).code.length, 24_577);
    }
}
