// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {MarketConfig, SpokeConfig} from "gimbal/types/Config.sol";
import {FundEntry, fundLeaf} from "gimbal/types/Ledger.sol";
import {Leg, MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {Heartbeat, Kind} from "gimbal/types/Message.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {SpokeControlFixture, TermsKeeper} from "./SpokeControlFixture.sol";

contract SpokeControlConfigTest is SpokeControlFixture {
    using StateTree for StateTree.Tree;

    StateTree.Tree private mandates;
    StateTree.Tree private funds;

    function test_aConfigIsReadBackWhole() public {
        SpokeConfig memory c = config(3);
        accept(c);
        (uint64 version, bytes32 digest) = control.configVersion();
        assertEq(version, 3);
        assertEq(digest, keccak256(abi.encode(c)));
        for (uint32 i; i < 2; i++) {
            assertEq(abi.encode(control.marketConfig(i + 1)), abi.encode(c.markets[i]));
        }
        assertEq(abi.encode(control.terms()), abi.encode(c.terms));
    }

    function test_aConfigSetsWhatOthersKeep() public {
        accept(config(1));
        assertEq(keeper.tolerance(1), 0.01e18);
        assertEq(keeper.tolerance(2), 0.02e18);
        assertEq(keeper.jump(), 1000);
    }

    function test_P3_aVersionNotAboveIsRefused() public {
        accept(config(3));
        bytes memory old = abi.encode(config(3));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.VersionNotAbove.selector, 3, 3));
        control.onControl(HUB, Kind.CONFIG, 3, old);
        old = abi.encode(config(2));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.EpochMismatch.selector, 4, 2));
        control.onControl(HUB, Kind.CONFIG, 4, old);
    }

    function test_aConfigOfAnotherChainIsRefused() public {
        SpokeConfig memory c = config(1);
        c.chain = 99;
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.WrongChain.selector, uint64(99), SPOKE));
        control.onControl(HUB, Kind.CONFIG, 1, abi.encode(c));
    }

    function test_aMarketThatIsGoneIsUnknown() public {
        accept(config(1));
        SpokeConfig memory c = config(2);
        MarketConfig[] memory one = new MarketConfig[](1);
        one[0] = c.markets[1];
        c.markets = one;
        accept(c);
        assertEq(control.marketConfig(2).market, 2);
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.UnknownMarket.selector, uint32(1)));
        control.marketConfig(1);
    }

    function test_aConfigIsTakenWholeOrNotAtAll() public {
        keeper.refuse(true);
        bytes memory body = abi.encode(config(1));
        vm.expectRevert(TermsKeeper.Refusing.selector);
        control.onControl(HUB, Kind.CONFIG, 1, body);
        (uint64 version,) = control.configVersion();
        assertEq(version, 0);
    }

    function test_P10_onlyTheHubSpeaksThroughTheTransport() public {
        bytes memory body = abi.encode(beat(1, uint64(START)));
        vm.expectRevert(abi.encodeWithSelector(ISpokeControl.NotHub.selector, uint64(9)));
        control.onControl(9, Kind.HEARTBEAT, 1, body);
        vm.expectRevert(abi.encodeWithSelector(IHedgeTransport.UnsupportedKind.selector, Kind.REPORT));
        control.onControl(HUB, Kind.REPORT, 1, body);
        vm.prank(address(0xBAD));
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xBAD))
        );
        control.onControl(HUB, Kind.HEARTBEAT, 1, body);
    }

    function test_aMandateIsProvenUnderTheRootInForce() public {
        MandateBody memory body;
        body.book = 4;
        body.market = 1;
        body.legs = new Leg[](1);
        body.legs[0] = Leg(seriesId(1, 1_900_100_000, 3000e18, false), -100e18, 0.6e18, 0.03e18);
        mandates.set(2, keccak256("another"));
        Heartbeat memory h = beat(1, uint64(START + 1 hours));
        h.mandateRoot = mandates.set(5, mandateLeaf(body));
        accept(h);
        bytes32[] memory proof = mandates.proof(5);
        control.requireMandate(body, 5, proof);

        vm.expectRevert(
            abi.encodeWithSelector(ISpokeControl.NotUnderMandateRoot.selector, uint64(4), h.mandateRoot)
        );
        control.requireMandate(body, 6, proof);
        body.offset = 1;
        vm.expectRevert(
            abi.encodeWithSelector(ISpokeControl.NotUnderMandateRoot.selector, uint64(4), h.mandateRoot)
        );
        control.requireMandate(body, 5, proof);
    }

    function test_aFundEntryIsProvenUnderTheRootInForce() public {
        FundEntry memory entry = FundEntry(4, 1_000e6, 0, 0);
        Heartbeat memory h = beat(1, uint64(START + 1 hours));
        h.fundRoot = funds.set(0, fundLeaf(entry));
        accept(h);
        bytes32[] memory proof = funds.proof(0);
        control.requireFundEntry(entry, 0, proof);
        entry.sent++;
        vm.expectRevert(
            abi.encodeWithSelector(ISpokeControl.NotUnderFundRoot.selector, uint64(4), h.fundRoot)
        );
        control.requireFundEntry(entry, 0, proof);
    }
}
