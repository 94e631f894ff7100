// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {BridgedQuote} from "gimbal/crosschain/bridges/BridgedQuote.sol";
import {HubBridge} from "gimbal/crosschain/bridges/HubBridge.sol";
import {SpokeBridge} from "gimbal/crosschain/bridges/SpokeBridge.sol";
import {IHedgeTransport} from "gimbal/interfaces/IHedgeTransport.sol";
import {ILocalGateway} from "gimbal/interfaces/ILocalGateway.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ITokenBridge} from "gimbal/interfaces/ITokenBridge.sol";
import {SpokeTerms} from "gimbal/types/Config.sol";
import {Kind} from "gimbal/types/Message.sol";
import {Roles} from "../base/Roles.sol";
import {RecordingHandler} from "./RecordingHandler.sol";
import {TwoChains} from "./TwoChains.sol";

contract Dollar is ERC20("Dollar", "USD") {
    constructor() {
        _mint(msg.sender, 1e15);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}

contract QuoteBridgeTest is TwoChains {
    Dollar private dollar;
    BridgedQuote private image;
    HubBridge private hubBridge;
    SpokeBridge private spokeBridge;
    address private constant ALICE = address(0xA11CE);
    address private parameters = makeAddr("parameters");
    address private control = makeAddr("control");

    function setUp() public override {
        super.setUp();
        dollar = new Dollar();
        hubBridge = HubBridge(
            _proxy(
                address(new HubBridge()),
                abi.encodeCall(
                    HubBridge.initialize,
                    (address(manager), HubBridge.Init(address(dollar), address(hub.transport), parameters))
                )
            )
        );
        address bridge = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 3);
        image = BridgedQuote(
            _proxy(
                address(new BridgedQuote()),
                abi.encodeCall(
                    BridgedQuote.initialize,
                    (address(manager), BridgedQuote.Init("Bridged Dollar", "USD.g", bridge))
                )
            )
        );
        spokeBridge = SpokeBridge(
            _proxy(
                address(new SpokeBridge()),
                abi.encodeCall(
                    SpokeBridge.initialize,
                    (address(manager), SpokeBridge.Init(address(image), address(spoke.transport), control))
                )
            )
        );
        assertEq(address(spokeBridge), bridge);
        string memory json = Roles.table();
        Roles.grant(manager, json, "HubBridge", address(hubBridge));
        Roles.grant(manager, json, "SpokeBridge", address(spokeBridge));
        hubBridge.setLink(SPOKE, address(spokeBridge));
        spokeBridge.setLink(HUB, address(hubBridge));
        dollar.approve(address(hubBridge), type(uint256).max);
        _charge(0, 0);
    }

    /// @dev What governance has set for the spoke as far as the hub and the spoke know it.
    function _charge(uint64 out, uint64 home) private {
        SpokeTerms memory terms;
        terms.bridgeFee = out;
        vm.mockCall(parameters, abi.encodeCall(IRiskParameters.spokeTerms, (SPOKE)), abi.encode(terms));
        terms.bridgeFee = home;
        vm.mockCall(control, abi.encodeCall(ISpokeControl.terms, ()), abi.encode(terms));
    }

    function _proxy(address implementation, bytes memory call) private returns (address) {
        return address(new ERC1967Proxy(implementation, call));
    }

    function _body(address from, address to, uint256 amount) private view returns (bytes memory) {
        bytes memory payload =
            abi.encode(InteroperableAddress.formatEvmV1(block.chainid, from), abi.encodePacked(to), amount);
        return abi.encode(address(hubBridge), address(spokeBridge), payload);
    }

    function _arrive(uint64 nonce, address to, uint256 amount) private {
        bytes memory body = _body(address(this), to, amount);
        attest(0, Kind.RELAY, nonce, body);
        attest(2, Kind.RELAY, nonce, body);
    }

    function test_P5_whatIsLockedIsMintedOnce() public {
        hubBridge.send(SPOKE, ALICE, 1_000e6);
        assertEq(dollar.balanceOf(address(hubBridge)), 1_000e6);
        assertEq(hubBridge.sent(SPOKE), 1_000e6);
        _arrive(1, ALICE, 1_000e6);
        assertEq(image.balanceOf(ALICE), 1_000e6);
        assertEq(spokeBridge.received(HUB), 1_000e6);
        attest(1, Kind.RELAY, 1, _body(address(this), ALICE, 1_000e6));
        assertEq(image.totalSupply(), 1_000e6);
    }

    function test_P10_oneFamilyMintsNothing() public {
        bytes memory body = _body(address(this), ALICE, 1e12);
        attest(0, Kind.RELAY, 1, body);
        attest(0, Kind.RELAY, 1, body);
        attest(1, Kind.RELAY, 1, _body(address(this), ALICE, 2e12));
        assertEq(image.totalSupply(), 0);
    }

    function test_P5_aNonceIsExecutedOnceWhateverItSays() public {
        _arrive(1, ALICE, 5e6);
        _arrive(1, ALICE, 7e6);
        assertEq(image.totalSupply(), 5e6);
    }

    function test_relaysArriveInAnyOrder() public {
        _arrive(9, ALICE, 9e6);
        _arrive(2, ALICE, 2e6);
        assertEq(image.balanceOf(ALICE), 11e6);
    }

    function test_theWayBackBurnsAndUnlocks() public {
        hubBridge.send(SPOKE, ALICE, 10e6);
        _arrive(1, ALICE, 10e6);
        vm.prank(ALICE);
        spokeBridge.send(HUB, ALICE, 4e6);
        assertEq(image.totalSupply(), 6e6);
        assertEq(spokeBridge.sent(HUB), 4e6);
        // The spoke's transport speaks through the hub's; here the hub's takes its word directly.
        vm.prank(address(hub.transport));
        hubBridge.receiveMessage(
            bytes32("id"),
            InteroperableAddress.formatEvmV1(SPOKE, address(spokeBridge)),
            abi.encode(InteroperableAddress.formatEvmV1(SPOKE, ALICE), abi.encodePacked(ALICE), uint256(4e6))
        );
        assertEq(dollar.balanceOf(ALICE), 4e6);
        assertEq(hubBridge.received(SPOKE), 4e6);
        assertEq(dollar.balanceOf(address(hubBridge)), hubBridge.sent(SPOKE) - hubBridge.received(SPOKE));
    }

    /// @notice What is locked for other chains does not pay for what one chain says it has burnt.
    function test_P5_aChainSendsBackNoMoreThanItWasSent() public {
        hubBridge.send(SPOKE, ALICE, 10e6);
        dollar.transfer(address(hubBridge), 90e6);
        bytes memory payload = abi.encode(
            InteroperableAddress.formatEvmV1(SPOKE, ALICE), abi.encodePacked(ALICE), uint256(11e6)
        );
        vm.prank(address(hub.transport));
        vm.expectRevert(abi.encodeWithSelector(ITokenBridge.MoreThanSent.selector, SPOKE, 11e6, 10e6));
        hubBridge.receiveMessage(
            bytes32("id"), InteroperableAddress.formatEvmV1(SPOKE, address(spokeBridge)), payload
        );
        assertEq(dollar.balanceOf(ALICE), 0);
    }

    /// @notice A fee comes on top of what arrives and is no part of what is locked or minted, whatever becomes of the rate.
    function test_P5_theFeeOfATransferIsKeptApart() public {
        _charge(0.001e18, 0.01e18);
        assertEq(hubBridge.feeOf(SPOKE, 1_000e6), 1e6);
        assertEq(hubBridge.feeOf(SPOKE, 999), 0);
        uint256 before = dollar.balanceOf(address(this));
        hubBridge.send(SPOKE, ALICE, 1_000e6);
        _charge(0.01e18, 0.01e18);
        assertEq(before - dollar.balanceOf(address(this)), 1_001e6);
        assertEq(hubBridge.sent(SPOKE), 1_000e6);
        _arrive(1, ALICE, 1_000e6);
        assertEq(image.totalSupply(), 1_000e6);

        vm.prank(ALICE);
        spokeBridge.send(HUB, ALICE, 500e6);
        assertEq(image.balanceOf(ALICE), 495e6);
        assertEq(spokeBridge.fees(), 5e6);
        assertEq(image.totalSupply(), spokeBridge.received(HUB) - spokeBridge.sent(HUB) - spokeBridge.fees());

        assertEq(hubBridge.collectFees(ALICE), 1e6);
        assertEq(spokeBridge.collectFees(ALICE), 5e6);
        assertEq(dollar.balanceOf(ALICE), 1e6);
        assertEq(dollar.balanceOf(address(hubBridge)), hubBridge.sent(SPOKE));
        assertEq(image.totalSupply(), spokeBridge.received(HUB) - spokeBridge.sent(HUB));
        vm.expectRevert(ITokenBridge.ZeroAmount.selector);
        hubBridge.collectFees(ALICE);
    }

    /// @notice Any rates, known to one end earlier than to the other: each way costs what its own end goes by, and the bridge
    /// holds neither more nor less than what is locked or minted and what it charged.
    function testFuzz_P5_eachWayCostsWhatItsEndKnows(uint64 out, uint64 home, uint256 sent, uint256 back)
        public
    {
        _charge(out, home);
        sent = bound(sent, 1, 1e14);
        uint256 feeOut = sent * (out < 0.01e18 ? out : 0.01e18) / 1e18;
        uint256 before = dollar.balanceOf(address(this));
        hubBridge.send(SPOKE, ALICE, sent);
        assertEq(before - dollar.balanceOf(address(this)), sent + feeOut);
        assertEq(dollar.balanceOf(address(hubBridge)), hubBridge.sent(SPOKE) + hubBridge.fees());
        assertEq(hubBridge.fees(), feeOut);
        _arrive(1, ALICE, sent);

        back = bound(back, 1, sent);
        uint256 feeHome = back * (home < 0.01e18 ? home : 0.01e18) / 1e18;
        assertEq(spokeBridge.feeOf(HUB, back), feeHome);
        vm.prank(ALICE);
        if (back + feeHome > sent) {
            vm.expectRevert();
            spokeBridge.send(HUB, ALICE, back);
            return;
        }
        spokeBridge.send(HUB, ALICE, back);
        assertEq(image.balanceOf(ALICE), sent - back - feeHome);
        assertEq(spokeBridge.fees(), feeHome);
        assertEq(image.totalSupply(), spokeBridge.received(HUB) - spokeBridge.sent(HUB) - feeHome);
    }

    /// @notice Whatever either end is told, no more than one percent is charged.
    function test_P6_theFeeHasAHardBound() public {
        _charge(0.01e18 + 1, type(uint64).max);
        assertEq(hubBridge.feeOf(SPOKE, 1e18), 0.01e18);
        assertEq(spokeBridge.feeOf(HUB, 1e18), 0.01e18);
    }

    function test_P6_onlyTheTimelockCollectsFees() public {
        vm.prank(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, ALICE));
        hubBridge.collectFees(ALICE);
    }

    /// @notice A linked chain that no vote has made a spoke yet.
    function test_aSpokeWithoutTermsCostsNothing() public {
        vm.mockCallRevert(
            parameters,
            abi.encodeCall(IRiskParameters.spokeTerms, (SPOKE)),
            abi.encodeWithSelector(IRiskParameters.UnknownSpoke.selector, SPOKE)
        );
        assertEq(hubBridge.feeOf(SPOKE, 1_000e6), 0);
        hubBridge.send(SPOKE, ALICE, 1_000e6);
        assertEq(dollar.balanceOf(address(hubBridge)), 1_000e6);
    }

    function test_aContractIsToldOfItsArrival() public {
        RecordingHandler vault = new RecordingHandler();
        _arrive(1, address(vault), 3e6);
        assertEq(vault.arrived(), 3e6);
        assertEq(spokeBridge.unannounced(HUB, address(vault)), 0);
    }

    function test_P5_whatIsRefusedWaitsWithItsNews() public {
        RecordingHandler vault = new RecordingHandler();
        vault.setMood(RecordingHandler.Mood.REFUSE);
        _arrive(1, address(vault), 3e6);
        _arrive(2, address(vault), 4e6);
        assertEq(image.balanceOf(address(vault)), 0);
        assertEq(spokeBridge.unannounced(HUB, address(vault)), 7e6);
        assertEq(spokeBridge.received(HUB), 0);

        vm.expectRevert(abi.encodeWithSelector(RecordingHandler.Refused.selector, HUB));
        spokeBridge.announce(HUB, address(vault));
        vault.setMood(RecordingHandler.Mood.ACCEPT);
        vm.prank(address(0xBEEF));
        spokeBridge.announce(HUB, address(vault));
        assertEq(vault.arrived(), 7e6);
        assertEq(image.balanceOf(address(vault)), 7e6);
        assertEq(spokeBridge.received(HUB), image.totalSupply());
        vm.expectRevert(abi.encodeWithSelector(ITokenBridge.NothingToAnnounce.selector, HUB, address(vault)));
        spokeBridge.announce(HUB, address(vault));
    }

    function test_aContractWithoutAHookGetsItsTokens() public {
        _arrive(1, address(dollar), 3e6);
        assertEq(image.balanceOf(address(dollar)), 3e6);
    }

    function test_aStarvedHookRevertsTheWholeDelivery() public {
        RecordingHandler vault = new RecordingHandler();
        vault.setMood(RecordingHandler.Mood.BURN);
        bytes memory body = _body(address(this), address(vault), 3e6);
        attest(0, Kind.RELAY, 1, body);
        ILocalGateway.Packet memory p = packet(1, abi.encode(SPOKE, Kind.RELAY, uint64(1), body));
        vm.expectPartialRevert(IHedgeTransport.InsufficientGas.selector);
        this.deliverExternally{gas: 3_000_000}(1, p);
        (bytes32 digest,) = spoke.transport.confirmed(HUB, Kind.RELAY, 1);
        assertEq(digest, 0);
    }

    function deliverExternally(uint8 family, ILocalGateway.Packet memory p) external {
        deliver(family, p);
    }

    function test_onlyTheBridgeHandsOver() public {
        vm.expectRevert(abi.encodeWithSelector(ITokenBridge.OnlyItself.selector, address(this)));
        spokeBridge.handOver(HUB, ALICE, 1e12);
    }

    function test_aFailedArrivalIsRetriedByAnyone() public {
        spokeBridge.setLink(HUB, address(0xBAD));
        _arrive(1, ALICE, 5e6);
        (, bool executed) = spoke.transport.confirmed(HUB, Kind.RELAY, 1);
        assertFalse(executed);
        bytes memory body = _body(address(this), ALICE, 5e6);
        vm.expectPartialRevert(IHedgeTransport.HandlerReverted.selector);
        spoke.transport.retry(HUB, Kind.RELAY, 1, body);

        spokeBridge.setLink(HUB, address(hubBridge));
        vm.prank(address(0xBEEF));
        spoke.transport.retry(HUB, Kind.RELAY, 1, body);
        assertEq(image.balanceOf(ALICE), 5e6);
        vm.expectPartialRevert(IHedgeTransport.AlreadyExecuted.selector);
        spoke.transport.retry(HUB, Kind.RELAY, 1, body);
    }

    function test_onlyTheTransportAndTheCounterpartMint() public {
        bytes memory sender = InteroperableAddress.formatEvmV1(HUB, address(hubBridge));
        bytes memory payload = abi.encode(sender, abi.encodePacked(ALICE), uint256(1));
        vm.expectRevert();
        spokeBridge.receiveMessage(0, sender, payload);
        sender = InteroperableAddress.formatEvmV1(HUB, address(0xBAD));
        vm.prank(address(spoke.transport));
        vm.expectRevert();
        spokeBridge.receiveMessage(0, sender, payload);
        vm.expectRevert(abi.encodeWithSelector(BridgedQuote.NotTheBridge.selector, address(this)));
        image.crosschainMint(ALICE, 1);
        vm.expectRevert(abi.encodeWithSelector(BridgedQuote.NotTheBridge.selector, address(this)));
        image.crosschainBurn(ALICE, 1);
    }

    function test_nothingOrNowhereIsRefused() public {
        vm.expectRevert(ITokenBridge.ZeroAmount.selector);
        hubBridge.send(SPOKE, ALICE, 0);
        bytes memory nobody = InteroperableAddress.formatEvmV1(SPOKE, address(0));
        vm.expectRevert(abi.encodeWithSelector(ITokenBridge.NotToAChain.selector, nobody));
        hubBridge.send(SPOKE, address(0), 1);
        bytes memory chainOnly = InteroperableAddress.formatEvmV1(SPOKE);
        vm.expectRevert(abi.encodeWithSelector(ITokenBridge.NotToAChain.selector, chainOnly));
        hubBridge.crosschainTransfer(chainOnly, 1);
    }

    function test_aStrangerLinksNothing() public {
        vm.prank(address(0xBAD));
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(0xBAD))
        );
        hubBridge.setLink(SPOKE, address(0xBAD));
    }

    function test_theImageIsAnErc7802TokenOfSixDecimals() public view {
        assertEq(image.decimals(), 6);
        assertTrue(image.supportsInterface(type(IERC7802).interfaceId));
    }
}
